// Defers: functions that start when their run has ended, unless the run aborts the defer before (protocol.md 2.4, 5.14).
// A defer never fails its run: one that is rejected leaves a fact that says why, and the run goes on.
// The first report of an id counts, even if it was rejected or aborted since: reported again it adds nothing.
import type { DeferFactBody, DeferRejection } from "../../log/defer-facts.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { DeferOp } from "./decision.ts";
import { sizeOf } from "./fold-step.ts";
import type { Defer, Run } from "./state.ts";

/** What the op adds; `undefined` when it adds nothing. */
export function deferFact(op: DeferOp, run: Run): DeferFactBody | undefined {
  return op.type === "defer" ? added(op, run) : aborted(op, run);
}

function added({ stepId, hashedId, wanted }: Extract<DeferOp, { type: "defer" }>, run: Run): DeferFactBody | undefined {
  if (run.defers.has(hashedId)) return undefined;
  const of = { runId: run.runId, fn: run.fn, deferId: stepId, hashedDeferId: hashedId };
  const because = wanted === undefined ? "malformed" : overLimit(sizeOf(wanted.input), run.defers);
  if (wanted === undefined || because !== undefined) return { type: "defer.rejected", ...of, because: because ?? "malformed" };
  const { fn: target, input, meta } = wanted;
  return { type: "defer.added", ...of, target, input, ...(meta === undefined ? {} : { meta }) };
}

function overLimit(size: number, defers: Run["defers"]): DeferRejection | undefined {
  if (size > LIMITS.deferInputBytes) return "input-too-large";
  if (defers.size >= LIMITS.defersPerRun) return "too-many";
  const held = [...defers.values()].reduce((sum, { wanted }) => sum + (wanted === undefined ? 0 : sizeOf(wanted.input)), 0);
  return held + size > LIMITS.deferInputBytes ? "too-much-input" : undefined;
}

function aborted({ target }: Extract<DeferOp, { type: "defer-abort" }>, run: Run): DeferFactBody | undefined {
  const defer = run.defers.get(target);
  if (defer?.wanted === undefined) return undefined;
  return { type: "defer.aborted", runId: run.runId, fn: run.fn, deferId: defer.deferId, hashedDeferId: target };
}

/** Part of the fold. A defer that is aborted or rejected keeps its id and loses its input. */
export function foldDefer(defers: Map<string, Defer>, fact: DeferFactBody): void {
  const { hashedDeferId, deferId } = fact;
  if (fact.type !== "defer.added") return void defers.set(hashedDeferId, { deferId });
  const { target: fn, input, meta } = fact;
  defers.set(hashedDeferId, { deferId, wanted: { fn, input, ...(meta === undefined ? {} : { meta }) } });
}

/** Defers as calls carry them (2.1). */
export function defersAsSent({ defers }: Run): { readonly [hashedId: string]: { readonly abortable: boolean } } {
  return Object.fromEntries([...defers].map(([hashedId, { wanted }]) => [hashedId, { abortable: wanted !== undefined }]));
}
