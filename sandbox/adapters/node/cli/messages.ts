// Every line that the command prints by itself. One line each: what, where, what next.
import type { AppView } from "../ports.ts";
import type { PortOwner } from "./port-owner.ts";

export type ReadyView = {
  readonly version: string;
  readonly url: string;
  readonly where: string;
  readonly ms: number;
  /** Events are taken only with a key, which is printed nowhere. */
  readonly isKeyed: boolean;
};

export function ready({ version, url, where, ms, isKeyed }: ReadyView): string {
  const parts = [
    `Engine ${version} ready in ${Math.round(ms)} ms`,
    `runs and events at ${url}`,
    `send to ${url}/e/${isKeyed ? "<your event key>" : "dev"}`,
    `MCP at ${url}/mcp`,
    `kept in ${where}`,
  ];
  return parts.join(" · ");
}

/** What became of an app; `undefined` where that is no news. */
export function aboutApp(now: AppView, before: AppView | undefined): string | undefined {
  const { url, problem } = now;
  switch (now.state) {
    case "registered":
      if (before === undefined) return `App ${url}: registered.`;
      return before.state === "unreachable" ? `App ${url}: back, and registered.` : `App ${url}: registered again.`;
    case "unreachable":
      return `App ${url}: cannot be reached: ${problem ?? "nobody answers."} It is asked again until it answers.`;
    case "refused":
      return `App ${url}: not registered: ${problem ?? "no reason is given."}`;
    case "unknown":
      return undefined;
  }
}

export function portTaken(host: string, port: number, owner: PortOwner | undefined): string {
  const by = owner === undefined ? "another process" : `process ${owner.pid} (${owner.name})`;
  return `Port ${port} at ${host} is taken by ${by}. Perhaps the engine runs already. Stop it, or choose another port: --port ${port + 1}. Then start your app with INNGEST_DEV=http://127.0.0.1:${port + 1}.`;
}

/** Listening failed for a reason of the system's. */
export function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): string {
  if (error.code === "EACCES") return `Port ${port} needs more rights than this user has. Choose one above 1023: --port 8288.`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `${host} is no address of this machine. Leave --host out for 127.0.0.1, or give one that it has.`;
  return `Cannot listen at ${host}:${port}: ${error.message}.`;
}

/** The place could not be opened. What has a code says what to do by itself; anything else is a defect. */
export function cannotOpen(error: unknown): string {
  if (!(error instanceof Error)) return `The engine could not start: ${String(error)}`;
  return "code" in error ? error.message : `The engine could not start, by a mistake of its own: ${error.stack ?? error.message}`;
}

export const refused = (message: string): string => `${message}\nTry --help.`;

export const shuttingDown = (calls: number): string =>
  calls === 0 ? "Stopping." : `Stopping: ${calls} open ${calls === 1 ? "call" : "calls"} may end first. Ctrl+C again stops at once.`;

export const stopped = (how: "drained" | "cut off"): string =>
  how === "drained" ? "Stopped. The next start goes on with every run." : "Stopped with calls open: the next start sends them again.";

/** The engine has ended by itself. */
export const failed = (why: string): string => `${why} Nothing more is taken in; reads still work until the command ends.`;

export const open = (host: string): string =>
  `Anyone who reaches ${host} can send events, read runs and call your functions: no keys are asked for. Add --event-key and --signing-key.`;
