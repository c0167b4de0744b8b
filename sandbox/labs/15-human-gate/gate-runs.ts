// The runs of this lab as its goals see them: which request, how the gate went, what was paid, what was recorded.
import type { Fact, FactOf } from "../../log/facts.ts";
import { codeVersionsOf, effects, eventOf, objectsIn, ofRun, ofType, runsOf } from "../../log/read.ts";
import type { RunRead } from "../../log/read.ts";

export type Branch = "approved" | "rejected" | "timed out" | "not recommended";

/** The closed set of names in the audit log: one for each way a request can end. */
export const ACTIONS: Readonly<Record<Branch, string>> = {
  approved: "refund_issued",
  rejected: "refund_rejected",
  "timed out": "refund_timed_out",
  "not recommended": "refund_not_recommended",
};

export type GateRun = RunRead & {
  readonly requestId: string;
  readonly recommended?: boolean;
  readonly registered?: FactOf<"wait.registered">;
  readonly matched?: FactOf<"wait.matched">;
  readonly timedOut?: FactOf<"wait.timedout">;
  readonly branch?: Branch;
  /** Refunds that were really paid. */
  readonly refunds: number;
  /** Actions written to the audit log, each row once. */
  readonly audits: readonly string[];
  /** The one version of the code that served the run; absent when there were several. */
  readonly version?: number;
};

const isPresent = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** Runs started by a refund request, first created first. */
export function gateRuns(log: readonly Fact[]): readonly GateRun[] {
  return runsOf(log).flatMap((run) => {
    const requestId = eventOf(log, run)?.data.requestId;
    const isRequest = eventOf(log, run)?.name === "refund/requested";
    return isRequest && typeof requestId === "string" ? [gateRun(log, run, requestId)] : [];
  });
}

function gateRun(log: readonly Fact[], run: RunRead, requestId: string): GateRun {
  const advice = ofRun(log, run.runId, "step.completed")
    .flatMap((step) => objectsIn(step.output))
    .find((value) => typeof value.recommended === "boolean");
  const versions = codeVersionsOf(log, run.runId);
  const read = {
    registered: ofRun(log, run.runId, "wait.registered")[0],
    matched: ofRun(log, run.runId, "wait.matched")[0],
    timedOut: ofRun(log, run.runId, "wait.timedout")[0],
    recommended: typeof advice?.recommended === "boolean" ? advice.recommended : undefined,
    version: versions.length === 1 ? versions[0] : undefined,
  };
  const audits = effects(log, { kind: "db.insert", table: "audit_log", runId: run.runId }).flatMap((effect) =>
    objectsIn(effect.detail.rows).map((row) => String(row.action)),
  );
  return {
    ...run,
    requestId,
    ...isPresent({ ...read, branch: branchTaken(log, read) }),
    refunds: effects(log, { kind: "stripe.refund", runId: run.runId }).length,
    audits,
  };
}

function branchTaken(
  log: readonly Fact[],
  read: { recommended: boolean | undefined; matched: FactOf<"wait.matched"> | undefined; timedOut: FactOf<"wait.timedout"> | undefined },
): Branch | undefined {
  if (read.matched !== undefined) {
    const decision = ofType(log, "event.received").find((event) => event.eventId === read.matched?.eventId);
    return decision?.data.approved === true ? "approved" : "rejected";
  }
  if (read.timedOut !== undefined) return "timed out";
  return read.recommended === false ? "not recommended" : undefined;
}

/** Events by which a reviewer approved something. */
export function approvals(log: readonly Fact[]): readonly FactOf<"event.received">[] {
  return ofType(log, "event.received").filter((event) => event.name === "refund/decided" && event.data.approved === true);
}

/** Every decision on one request, first first. */
export function decisionsOf(
  log: readonly Fact[],
  requestId: string,
): readonly { readonly fact: FactOf<"event.received">; readonly approved: boolean }[] {
  return ofType(log, "event.received")
    .filter((event) => event.name === "refund/decided" && event.data.requestId === requestId)
    .map((fact) => ({ fact, approved: fact.data.approved === true }));
}

/** Runs that were waiting when this event arrived. */
export function waitingAt(runs: readonly GateRun[], event: Fact): readonly GateRun[] {
  return runs.filter((run) => {
    const ended = run.matched?.seq ?? run.timedOut?.seq ?? Number.POSITIVE_INFINITY;
    return run.registered !== undefined && run.registered.seq < event.seq && ended > event.seq;
  });
}

/** Registered, and neither matched nor timed out. */
export function inWait(run: GateRun): boolean {
  return run.registered !== undefined && run.matched === undefined && run.timedOut === undefined && run.end === undefined;
}

/** Whether this run was being held when the fact was written. */
export function heldAt(log: readonly Fact[], runId: string, fact: Fact): boolean {
  const before = log.filter(
    (each) => each.seq < fact.seq && (each.type === "run.held" || each.type === "run.released") && each.runId === runId,
  );
  return before.at(-1)?.type === "run.held";
}

export function hostIsUp(log: readonly Fact[], at: Fact): boolean {
  const lives = log.filter((fact) => fact.seq < at.seq && (fact.type === "host.started" || fact.type === "host.killed"));
  return lives.at(-1)?.type === "host.started";
}

/** The error of a failed run, as a sentence. */
export function problemOf(run: GateRun): string {
  const message = run.end?.type === "run.failed" ? run.end.error.message : "no error";
  return message.endsWith(".") ? message : `${message}.`;
}

export function sayActions(run: GateRun): string {
  return run.audits.length === 0 ? "nothing" : run.audits.join(" and ");
}
