// What a reply or a checkpoint reports: which of its ops add something to the run, and in which order they are decided.
import type { Op } from "../../protocol/ops.ts";
import type { DeferOp, Input, Report, ReportedOp, StepOp } from "./decision.ts";
import type { Run } from "./state.ts";

export const isDefer = (op: Op): op is DeferOp => op.type === "defer" || op.type === "defer-abort";
const isStep = (op: Op): op is StepOp => op.type !== "complete" && op.type !== "none" && op.type !== "threw" && !isDefer(op);
const isWait = (op: StepOp): boolean => op.type === "wait" || op.type === "signal";

export type NewOps = { readonly defers: readonly DeferOp[]; readonly steps: readonly StepOp[] };

/**
 * All defers, and of each step the first op that adds something. Ops of steps that are open or done already add nothing, which makes
 * races, retries and duplicates safe (protocol.md 2.8). Waits come before other steps, so that they exist when the same reply sends
 * their event (2.4).
 */
export function newOps(ops: readonly Op[], run: Run): NewOps {
  const adding = ops.filter(isStep).filter((op) => addsTo(run, op));
  const firsts = new Map<string, StepOp>();
  for (const op of [...adding.filter(isWait), ...adding.filter((each) => !isWait(each))])
    if (!firsts.has(op.hashedId)) firsts.set(op.hashedId, op);
  return { defers: ops.filter(isDefer), steps: [...firsts.values()] };
}

/** Only a result or a failure adds something to a step that is open. */
function addsTo(run: Run, { type, hashedId }: StepOp): boolean {
  if (run.memos.has(hashedId)) return false;
  return type === "run" || type === "error" || type === "failed" || !run.pending.has(hashedId);
}

/** Each op as an input of its own. Defers come first, so that they exist when a later op ends the run. One failure schedules the retry. */
export function opInputs({ defers, steps }: NewOps, report: Report): readonly Input[] {
  const failure = steps.find((op) => op.type === "error");
  return [...defers, ...steps].map((op: ReportedOp): Input => ({ type: "op", report, op, schedulesRetry: op === failure }));
}

export function raceOf(op: { readonly race?: boolean }): { readonly race?: true } {
  return op.race === true ? { race: true } : {};
}
