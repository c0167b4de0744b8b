// `dist-engine/`: the Node place's command as one program, its trace interface and the course's text for its MCP tools.
// Another folder can be named: `node scripts/run/build-engine.ts FOLDER`.
// The program is one file and the parts that it loads on demand; beside Node it needs nothing.
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Rolldown } from "vite";
import { buildTrace } from "./build-trace.ts";
import { buildDocs } from "./docs/build-docs.ts";
import { inProject } from "./project.ts";

export const distEngine = inProject("dist-engine");

export type BuiltEngine = {
  /** A line on what came out. */
  readonly told: string;
  /** What the trace interface lacks, if it did not build: the engine runs without it. */
  readonly problem?: string;
};

export async function buildEngine(outDir = distEngine): Promise<BuiltEngine> {
  mkdirSync(outDir, { recursive: true });
  forgetOldParts(outDir);
  const program = await buildProgram(outDir);
  writeFileSync(join(outDir, "engine.mjs"), START);
  writeFileSync(join(outDir, "docs.json"), JSON.stringify(await buildDocs()));
  const problem = await buildTrace(join(outDir, "trace")).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const told = `the engine: its program ${kilobytes(program)}, its trace interface ${kilobytes(sizeOf(join(outDir, "trace")))}`;
  return problem === undefined ? { told } : { told, problem };
}

/** Compiled code is kept beside the program, so that the next start need not compile. */
const START = `import module from "node:module";
import { join } from "node:path";
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error(\`The engine needs Node 24 or newer; this is \${process.version}. In the project, "npm run engine" brings its own.\`);
  process.exit(1);
}
module.enableCompileCache(join(import.meta.dirname, ".compiled"));
await import("./command.mjs");
`;

const A_DAY_MS = 24 * 60 * 60 * 1000;

/** An engine that runs may still load its parts: those of earlier builds stay for a day. */
function forgetOldParts(outDir: string): void {
  for (const file of globSync("*-*.mjs", { cwd: outDir }).map((name) => join(outDir, name)))
    if (statSync(file).mtimeMs < Date.now() - A_DAY_MS) rmSync(file);
}

/** Resolves with the size in bytes. */
async function buildProgram(outDir: string): Promise<number> {
  const { version } = JSON.parse(readFileSync(inProject("package.json"), "utf8")) as { version: string };
  const built = await build({
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
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  return output.reduce((sum, part) => sum + Buffer.byteLength(part.type === "chunk" ? part.code : part.source), 0);
}

function sizeOf(folder: string): number {
  const files = globSync("**", { cwd: folder }).map((file) => statSync(join(folder, file)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

if (import.meta.main) {
  const { told, problem } = await buildEngine(process.argv[2]);
  console.log(`Built ${told}.`);
  if (problem !== undefined) console.error(`The trace interface did not build: ${problem}`);
  process.exitCode = problem === undefined ? 0 : 1;
}
