// The Python files of the lessons, served by the real `inngest` package for Python in a process of its own. The package is
// installed once, by the hashes of its files, into `.cache`; where that cannot be done, `pythonWith` says why.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inProject } from "../../scripts/run/project.ts";

const REQUIREMENTS = join(import.meta.dirname, "python/requirements.txt");
const SERVE = join(import.meta.dirname, "python/serve.py");
const INSTALL_MS = 240_000;

type Python = { readonly at: string } | { readonly missing: string };

/** Where the interpreter is that has the package, or why there is none. */
export function pythonWith(): Python {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = inProject(".cache", `python-${hash}`);
  const at = join(folder, "bin/python");
  if (existsSync(join(folder, "installed"))) return { at };
  const version = spawnSync("python3", ["-c", "import sys, venv; sys.exit(sys.version_info < (3, 10))"], { encoding: "utf8" });
  if (version.status !== 0) return { missing: "there is no Python 3.10 or newer with venv" };
  // Whoever comes second finds it whole or not at all.
  const making = `${folder}.${process.pid}`;
  mkdirSync(inProject(".cache"), { recursive: true });
  const steps = [
    ["python3", "-m", "venv", making],
    [
      join(making, "bin/pip"),
      "install",
      "-q",
      "--disable-pip-version-check",
      "--only-binary",
      ":all:",
      "--require-hashes",
      "-r",
      REQUIREMENTS,
    ],
  ];
  for (const [command = "", ...args] of steps) {
    const { status } = spawnSync(command, args, { timeout: INSTALL_MS, stdio: "ignore" });
    if (status !== 0) {
      rmSync(making, { recursive: true, force: true });
      return { missing: `${args.includes("venv") ? "no environment could be made" : "its packages could not be installed"}` };
    }
  }
  writeFileSync(join(making, "installed"), "");
  if (!existsSync(folder)) renameSync(making, folder);
  return { at };
}

export type PythonApp = {
  readonly endpoint: string;
  /** Every line that it has printed. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
};

/** Serves the functions of these files. The app knows its engine by the environment alone. */
export async function servePython(python: string, files: readonly string[], engine: string): Promise<PythonApp> {
  const env = { ...process.env, INNGEST_DEV: engine };
  const child = spawn(python, ["-u", SERVE, ...files], { env, stdio: ["ignore", "pipe", "ignore"] });
  if (child.stdout === null) throw new Error("The app has no output.");
  const output = createInterface(child.stdout);
  const lines: string[] = [];
  output.on("line", (line) => lines.push(line));
  const ended = once(child, "exit");
  const gone = ended.then(() => Promise.reject(new Error("The files in Python are not served.")));
  gone.catch(() => undefined);
  const [first] = (await Promise.race([once(output, "line"), gone])) as readonly string[];
  return {
    endpoint: `http://127.0.0.1:${first?.split(" ")[1] ?? ""}/api/inngest`,
    lines,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
