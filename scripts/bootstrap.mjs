// What a machine with nothing but Node 20, npm and git needs before anything else can run: the locked packages,
// among them Node 24. Plain JavaScript, because the system's Node may not read TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const bin = join(root, "node_modules", ".bin");
const node = join(bin, process.platform === "win32" ? "node.cmd" : "node");

/** Installs the locked packages unless they are all there. Exits with npm's code when that fails. */
export function ensureInstalled() {
  const missing = whatIsMissing();
  if (missing === undefined) return;
  console.log(`Installing the locked packages (${missing}). Once; this takes a minute or two.`);
  const started = Date.now();
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    env: withoutLocalBin(),
  });
  if (done.error) console.error(`npm could not be started: ${done.error.message}. Install Node 20 or newer with npm, then try again.`);
  const left = done.status === 0 ? whatIsMissing() : `npm ci ended with code ${done.status}`;
  if (left !== undefined) {
    console.error(`The packages are not complete: ${left}.`);
    process.exit(done.status || 1);
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Runs a script of this folder on the project's own Node, hands signals on to it, and exits as it does.
 * @type {(script: string, args: readonly string[]) => void}
 */
export function runOnProjectNode(script, args) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, ASTRO_TELEMETRY_DISABLED: "1" };
  const child = spawn(node, [join(root, "scripts", script), ...args], { cwd: process.cwd(), stdio: "inherit", env });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`The project's Node could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
}

/** The first thing that stands in the lockfile and not in node_modules, in words; undefined when nothing is missing. */
function whatIsMissing() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return "nothing is installed yet";
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    const got = have[path];
    if (path === "" || entry.link || (got === undefined && (entry.optional || entry.devOptional || entry.peer))) continue;
    if (got?.version !== entry.version) return `${path.replace(/^.*node_modules\//, "")} ${entry.version} is missing`;
  }
  const version = spawnSync(node, ["--version"], { encoding: "utf8" });
  return version.status === 0 ? undefined : "the project's Node does not start";
}

/** npm must not run on the Node that it is about to replace. */
function withoutLocalBin() {
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => entry !== bin);
  return { ...process.env, PATH: path.join(delimiter) };
}
