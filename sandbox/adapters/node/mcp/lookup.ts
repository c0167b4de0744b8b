// Finding what a tool's arguments name. What is not there gets an answer that names what is.
import type { RunRow } from "../reads.ts";
import type { FunctionRow } from "../reads.ts";
import type { NodePlace } from "../ports.ts";
import { ToolProblem } from "./tool.ts";

/** A function by its slug, by its app and its own id, or by its name. */
export async function findFunction(place: NodePlace, functionId: string, appId?: string): Promise<FunctionRow> {
  const functions = await place.store.reads.functions();
  const mine = functions.filter((fn) => appId === undefined || fn.app === appId);
  const found =
    mine.find((fn) => fn.id === functionId) ??
    mine.find((fn) => fn.id === `${fn.app}-${functionId}`) ??
    mine.find((fn) => fn.name === functionId);
  if (found !== undefined) return found;
  throw new ToolProblem(
    "function-unknown",
    functions.length === 0
      ? `No function "${functionId}": no app has registered yet. Start your app and register it, then call list_functions.`
      : `No function "${functionId}"${appId === undefined ? "" : ` in the app "${appId}"`}. There are: ${functions.map((fn) => fn.id).join(", ")}.`,
  );
}

export async function findRun(place: NodePlace, runId: string): Promise<RunRow> {
  const run = await place.store.reads.run(runId);
  if (run !== undefined) return run;
  throw new ToolProblem("run-unknown", `No run ${runId}. Call list_runs to see the newest; a pruned run is gone.`);
}

/** A date as text, or milliseconds. */
export function instant(name: string, value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const at = typeof value === "number" ? value : Date.parse(value);
  if (Number.isFinite(at)) return at;
  throw new ToolProblem("bad-date", `${name} is no date: ${JSON.stringify(value)}. Give it as 2026-11-21T10:00:00Z or in milliseconds.`);
}
