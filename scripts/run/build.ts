// `npm run build`: the recordings are made again by the engine and compared, then the site is built into `dist/`,
// and the Node place's command into `dist-engine/`.
// With `--if-changed` nothing is done when no source has changed since the last build.
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { exists, inProject, run, seconds } from "./project.ts";

const sources = ["src/**", "sandbox/**", "public/**", "bench/results/**", "scripts/run/**", "*.{ts,mjs,json}"];
const stamp = inProject(".cache/build.json");

/** Builds unless the last build was made from the same bytes. Resolves with the exit code. */
export async function build(options: { readonly ifChanged: boolean }): Promise<number> {
  const hash = sourceHash();
  if (options.ifChanged && exists("dist/index.html") && exists("dist-engine/engine.mjs") && lastBuild() === hash) {
    console.log("The site and the engine are built and up to date.");
    return 0;
  }
  const started = performance.now();
  for (const { what, command, args } of steps) {
    const { code, output, ms } = await run(command, args, { quiet: true });
    console.log(`${code === 0 ? "ok  " : "FAIL"} ${what} (${seconds(ms)})${toldBy(output)}`);
    if (code === 0) continue;
    console.log(output);
    return code;
  }
  mkdirSync(inProject(".cache"), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ hash: sourceHash() }));
  console.log(`Built in ${seconds(performance.now() - started)}.`);
  return 0;
}

const steps = [
  { what: "every recording comes out as it stands in the repository", command: "node", args: ["sandbox/labs/proof/record.ts", "--check"] },
  { what: "the site is built", command: "astro", args: ["build"] },
  { what: "the engine's program and its trace interface are built", command: "node", args: ["scripts/run/build-engine.ts"] },
] as const;

/** The engine's build says how large it has become. */
function toldBy(output: string): string {
  const [, sizes] = /^Built the engine: (.*)$/m.exec(output) ?? [];
  return sizes === undefined ? "" : `: ${sizes}`;
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = globSync(sources, { cwd: inProject(), withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map((entry) => `${entry.parentPath}/${entry.name}`).sort())
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function lastBuild(): string | undefined {
  try {
    return (JSON.parse(readFileSync(stamp, "utf8")) as { hash: string }).hash;
  } catch {
    return undefined;
  }
}

if (import.meta.main) process.exit(await build({ ifChanged: process.argv.includes("--if-changed") }));
