// Where things are, and how a script starts another program.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "../..");
export const dist = join(root, "dist");
const bin = join(root, "node_modules/.bin");

export const inProject = (...parts: string[]): string => join(root, ...parts);
export const exists = (...parts: string[]): boolean => existsSync(join(root, ...parts));

export type Ran = { readonly code: number; readonly output: string; readonly ms: number };

/** Runs a program of the project. `quiet` collects its output instead of passing it on. */
export function run(command: string, args: readonly string[], options: { quiet?: boolean; env?: NodeJS.ProcessEnv } = {}): Promise<Ran> {
  const started = performance.now();
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, ASTRO_TELEMETRY_DISABLED: "1", ...options.env };
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: options.quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => {
    child.on("error", (error) => done({ code: 127, output: `${command}: ${error.message}`, ms: performance.now() - started }));
    child.on("close", (code) => done({ code: code ?? 1, output, ms: performance.now() - started }));
  });
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
