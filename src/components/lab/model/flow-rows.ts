// One thin bar of the flow view: a run, or an event that waits for others or for quiet, as it goes from state to state.
import type { Instant } from "../../../../sandbox/log/facts.ts";
import { inWords, type BatchRule, type DebounceRule } from "../../../../sandbox/log/rules.ts";
import { whyQueued } from "./crowd.ts";
import type { Run, RunStatus } from "./run-fold.ts";

/** A stretch in one state; `to` is absent while it lasts. */
export type FlowSpan = { readonly status: RunStatus; readonly from: Instant; readonly to: Instant | undefined; readonly why: string };
export type FlowEnd = { readonly status: "completed" | "failed" | "cancelled" | "taken" | "replaced"; readonly at: Instant };
/** A service of the world turned this run down. */
export type FlowRefusal = { readonly at: Instant; readonly status: number };

export type FlowRow = {
  readonly key: string;
  readonly what: "run" | "event";
  readonly name: string;
  /** The run; absent where an event waits. */
  readonly runId: string | undefined;
  readonly firstSeq: number;
  readonly from: Instant;
  readonly spans: readonly FlowSpan[];
  readonly refusals: readonly FlowRefusal[];
  readonly end: FlowEnd | undefined;
};

/** The same while it is being made. */
export type Bar = Omit<FlowRow, "spans" | "refusals" | "end"> & {
  readonly spans: FlowSpan[];
  readonly refusals: FlowRefusal[];
  open: FlowSpan | undefined;
  end: FlowEnd | undefined;
};

export function barOfRun(run: Run): Bar {
  return {
    key: run.runId,
    what: "run",
    name: `run ${run.n}`,
    runId: run.runId,
    firstSeq: run.firstSeq,
    from: run.startedAt,
    spans: [],
    refusals: [],
    open: { status: run.status, from: run.since, to: undefined, why: whyOf(run) },
    end: undefined,
  };
}

type Waiting = { readonly eventId: string; readonly fn: string; readonly name: string; readonly seq: number; readonly t: Instant };

export const barKey = ({ eventId, fn }: Pick<Waiting, "eventId" | "fn">): string => `${fn} ${eventId}`;

export function barOfEvent(fact: Waiting, rule: BatchRule | DebounceRule): Bar {
  return {
    key: barKey(fact),
    what: "event",
    name: fact.name,
    runId: undefined,
    firstSeq: fact.seq,
    from: fact.t,
    spans: [],
    refusals: [],
    open: { status: "queued", from: fact.t, to: undefined, why: inWords(rule) },
    end: undefined,
  };
}

/** Goes on in this state from now on. States that took no time leave no stretch. */
export function turn(bar: Bar, t: Instant, next: Pick<FlowSpan, "status" | "why"> | undefined): void {
  if (bar.open !== undefined && t > bar.open.from) bar.spans.push({ ...bar.open, to: t });
  bar.open = next === undefined ? undefined : { status: next.status, why: next.why, from: t, to: undefined };
}

export function whyOf(run: Run): string {
  const [line] = run.lines.values();
  return run.status === "queued" && line !== undefined ? whyQueued(line) : "";
}

export function drawnBar({ open, spans, refusals, ...bar }: Bar): FlowRow {
  return { ...bar, refusals: [...refusals], spans: open === undefined ? [...spans] : [...spans, open] };
}
