// `dist-engine/`: the Node place's command as one program, its trace interface and the course's text for its MCP tools.
// The program is one file and the parts that it loads on demand; beside Node it needs nothing.
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { inProject } from "./project.ts";

export const distEngine = inProject("dist-engine");

/** Builds everything; resolves with a line on what came out. */
export async function buildEngine(): Promise<string> {
  rmSync(distEngine, { recursive: true, force: true });
  mkdirSync(distEngine, { recursive: true });
  await buildProgram(distEngine);
  writeFileSync(join(distEngine, "engine.mjs"), START);
  return `the engine is built: ${sizeOf("*.mjs")} in ${globSync("*.mjs", { cwd: distEngine }).length} files`;
}

/** Compiled code is kept beside the program, so that the next start need not compile. */
const START = `import { enableCompileCache } from "node:module";
import { join } from "node:path";
enableCompileCache(join(import.meta.dirname, ".compiled"));
await import("./command.mjs");
`;

async function buildProgram(outDir: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as { version: string };
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { __ENGINE_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true, target: "node" },
    build: {
      outDir,
      emptyOutDir: false,
      target: "node24",
      // Names stay: a stack in somebody's terminal is to be read.
      minify: false,
      ssr: inProject("sandbox/adapters/node/cli/entry.ts"),
      rolldownOptions: {
        output: { format: "es", entryFileNames: "command.mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
  });
}

function sizeOf(pattern: string): string {
  const bytes = globSync(pattern, { cwd: distEngine }).reduce((sum, file) => sum + statSync(join(distEngine, file)).size, 0);
  return `${Math.round(bytes / 1000)} kB`;
}

if (import.meta.main) console.log(await buildEngine());
