// What a run is doing, in the words of the read model, and how it is told apart without color.
import type { RunRow, RunStatus } from "../../../../sandbox/adapters/node/reads.ts";
import { roughly } from "../../lab/model/format.ts";

export const STATUSES: readonly RunStatus[] = ["queued", "running", "sleeping", "waiting", "retrying", "completed", "failed", "cancelled"];
export const UNFINISHED: readonly RunStatus[] = ["queued", "running", "sleeping", "waiting", "retrying"];

export const isStatus = (text: string): text is RunStatus => (STATUSES as readonly string[]).includes(text);
export const isUnfinished = (status: RunStatus): boolean => UNFINISHED.includes(status);

const NEXT: { readonly [status in RunStatus]?: string } = {
  queued: "starts in",
  sleeping: "wakes in",
  waiting: "waits at most",
  retrying: "next attempt in",
};

/** When a run goes on by itself, as part of a sentence; nothing where that is not known. */
export function untilOf(run: Pick<RunRow, "status" | "until">, now: number): string {
  if (run.until === undefined || !isUnfinished(run.status)) return "";
  return run.until <= now ? "due now" : `${NEXT[run.status] ?? "goes on in"} ${roughly(run.until - now)}`;
}
