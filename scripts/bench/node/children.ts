// Starting and ending the processes of a bench. Every one of them ends with the driver.
import { type ChildProcess, fork, spawn, type SpawnOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import { inProject } from "../../run/project.ts";
import type { FromChild, ToChild } from "./messages.ts";

export type Child = {
  readonly pid: number;
  readonly url: string;
  /** Processes whose memory counts as the engine's. */
  readonly pids: readonly number[];
  readonly send: (message: ToChild) => void;
  readonly ended: (batch: string, count: number) => Promise<Extract<FromChild, { type: "ended" }>>;
  readonly stop: () => Promise<void>;
};

const READY_MS = 60_000;
const BATCH_MS = 300_000;

/** Starts a script of this folder, and resolves once it is ready. */
export async function startChild(script: string, env: NodeJS.ProcessEnv = {}, execArgv: readonly string[] = []): Promise<Child> {
  const child = fork(inProject("scripts/bench/node", script), {
    env: { ...process.env, ...env },
    execArgv: [...execArgv],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ready = await next(child, READY_MS, `${script} to be ready`, (message) => (message.type === "ready" ? message : undefined));
  return {
    pid: child.pid ?? 0,
    url: ready.url,
    pids: ready.pids ?? [child.pid ?? 0],
    send: (message) => void child.send(message),
    ended: (batch, count) => {
      const all = next(child, BATCH_MS, `${count} functions of ${batch} to end`, (message) =>
        message.type === "ended" && message.batch === batch ? message : undefined,
      );
      child.send({ do: "expect", batch, count } satisfies ToChild);
      return all;
    },
    stop: () => end(child),
  };
}

function next<T>(child: ChildProcess, ms: number, what: string, take: (message: FromChild) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error(`Waited ${ms / 1000} s for ${what}.`))), ms);
    const onMessage = (message: FromChild): void => {
      const taken = take(message);
      if (message.type === "problem") done(() => reject(new Error(message.message)));
      else if (taken !== undefined) done(() => resolve(taken));
    };
    const onExit = (code: number | null): void => done(() => reject(new Error(`The process ended (${code}) before ${what}.`)));
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      child.off("message", onMessage);
      child.off("exit", onExit);
      settle();
    };
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}

export function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    child.on("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

export type Command = { readonly child: ChildProcess; readonly pid: number; readonly readyMs: number; readonly stop: () => Promise<void> };

/** Starts a program and waits until a line of its output says that it is ready. */
export function startCommand(command: string, args: readonly string[], isReady: RegExp, options: SpawnOptions = {}): Promise<Command> {
  const from = performance.now();
  const child = spawn(command, args, { ...options, env: { ...process.env, ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${command} was not ready within ${READY_MS / 1000} s:\n${output.slice(-2000)}`));
    }, READY_MS);
    const look = (chunk: Buffer): void => {
      if (output.length < 100_000) output += chunk.toString();
      if (!isReady.test(output)) return;
      clearTimeout(timer);
      resolve({ child, pid: child.pid ?? 0, readyMs: performance.now() - from, stop: () => end(child) });
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${command} ended (${code}) before it was ready:\n${output.slice(-2000)}`)));
  });
}

/** Milliseconds of a processor that these processes have used; `undefined` where the system does not say. A busy machine changes it little. */
export function processorMs(pids: readonly number[]): number | undefined {
  try {
    const ticks = pids.map((pid) =>
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" "),
    );
    // User and system time, in hundredths of a second.
    return ticks.reduce((all, fields) => all + (Number(fields[11]) + Number(fields[12])) * 10, 0);
  } catch {
    return undefined;
  }
}

/** Mebibytes that these processes hold now, and the most they ever held; `undefined` where the system does not say. */
export function memoryOf(pids: readonly number[]): { readonly now: number; readonly peak: number } | undefined {
  try {
    const texts = pids.map((pid) => readFileSync(`/proc/${pid}/status`, "utf8"));
    const sum = (name: string): number =>
      texts.reduce((all, text) => all + Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0), 0) / 1024;
    return { now: sum("VmRSS"), peak: sum("VmHWM") };
  } catch {
    return undefined;
  }
}
