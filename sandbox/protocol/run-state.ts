// Run state on demand: what a call leaves out of its body when that would be too large (protocol.md 2.9).
import type { Json } from "../log/json.ts";
import type { WireResponse } from "./http.ts";

/** `batch`: the run's events; `actions`: its memo state. */
export type RunPart = { readonly runId: string; readonly part: "batch" | "actions" };

const PATH = /^\/v0\/runs\/([^/?]+)\/(batch|actions)$/;

export function runPart(path: string): RunPart | undefined {
  const [, runId, part] = PATH.exec(path) ?? [];
  if (runId === undefined) return undefined;
  return { runId, part: part === "batch" ? "batch" : "actions" };
}

/** No value: the run has ended, or was never here. */
export function encodeRunPart(runId: string, value: Json | undefined): WireResponse {
  const headers = { "content-type": "application/json" };
  if (value !== undefined) return { status: 200, headers, body: JSON.stringify(value) };
  return { status: 410, headers, body: JSON.stringify({ error: `runtime state is no longer available for runID: ${runId}` }) };
}
