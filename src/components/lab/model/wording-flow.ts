// Flow control, signals, requests and crons in words: facts of the engine that delay, skip, cancel or ask others.
// Each delay and skip is told with the rule that made it (L9).
import type { EngineFact, FactOf } from "../../../../sandbox/log/facts.ts";
import { inWords } from "../../../../sandbox/log/rules.ts";
import { count, firstLine, length, value } from "./format.ts";
import { assertNever } from "./never.ts";

export type FlowFact =
  | Extract<
      EngineFact,
      {
        type:
          | `batch.${string}`
          | `debounce.${string}`
          | `signal.${string}`
          | `gateway.${string}`
          | `cron.${string}`
          | `function.${string}`
          | `defer.${string}`
          | `cancellation.${string}`;
      }
    >
  | FactOf<
      | "event.skipped"
      | "event.batched"
      | "event.debounced"
      | "run.skipped"
      | "run.queued"
      | "run.rules.changed"
      | "run.cancelled"
      | "webhook.rejected"
    >;

export function saysFlowFact(fact: FlowFact): string {
  switch (fact.type) {
    case "run.queued":
      return saysQueued(fact);
    case "run.rules.changed":
      return "the limits of its function have changed: what waits is decided anew";
    case "run.cancelled":
      return fact.rule === undefined ? fact.because : `${fact.because}; the rule: ${inWords(fact.rule)}`;
    case "run.skipped":
      return `${fact.name} starts no run of ${fact.fn}: the function is ${fact.because === "function-paused" ? "paused" : "gone"}`;
    case "event.skipped":
      return saysSkipped(fact);
    case "event.batched":
      return `${fact.name} waits in a batch of ${fact.size} for ${fact.fn}: ${inWords(fact.rule)}`;
    case "batch.closed":
      return `${count(fact.eventIds.length, "event")} go to ${fact.fn} as one run, because the batch ${fact.why === "timeout" ? "has waited for long enough" : "is full"}`;
    case "event.debounced":
      return `${fact.name} waits ${length(fact.until - fact.t)} for quiet before a run of ${fact.fn}`;
    case "debounce.closed":
      return `it has been quiet: ${fact.name} goes on to ${fact.fn}`;
    case "defer.added":
      return `${fact.deferId}: ${fact.target} starts when this run has ended`;
    case "defer.aborted":
      return `${fact.deferId} is taken back: it starts nothing`;
    case "defer.rejected":
      return `${fact.deferId} starts nothing: ${REJECTIONS[fact.because]}`;
    case "cancellation.created":
      return `${count(fact.runs, "run")} of ${fact.fn} cancelled at once`;
    case "cancellation.deleted":
      return "a bulk cancellation is off the list; its runs stay cancelled";
    default:
      return saysOther(fact);
  }
}

const REJECTIONS = {
  malformed: "it names no function, or its input is no object",
  "input-too-large": "its input has more than 4 MB",
  "too-much-input": "the inputs of this run's defers have more than 4 MB together",
  "too-many": "a run may defer 20 times",
} as const;

function saysQueued(fact: FactOf<"run.queued">): string {
  switch (fact.reason) {
    case "concurrency":
      return `waits for its turn: ${inWords(fact.rule)}`;
    case "throttle":
      return `starts in ${length(fact.until - fact.t)} at the earliest: ${inWords(fact.rule)}`;
    case "cron":
    case "future-event":
      return `starts in ${length(fact.until - fact.t)}`;
    default:
      return assertNever(fact);
  }
}

function saysSkipped({ name, fn, rule, newer }: FactOf<"event.skipped">): string {
  if (newer !== undefined) return `${name} starts no run of ${fn}: another event stands for it`;
  return `${name} starts no run of ${fn}: ${inWords(rule)}`;
}

type OtherFact = Extract<
  FlowFact,
  { type: `signal.${string}` | `gateway.${string}` | `cron.${string}` | `function.${string}` | "webhook.rejected" }
>;

function saysOther(fact: OtherFact): string {
  switch (fact.type) {
    case "signal.registered":
      return `for the signal ${fact.signal}, at most ${length(fact.until - fact.t)}`;
    case "signal.matched":
      return "the signal came";
    case "signal.timedout":
      return "no signal came in time: the result is null";
    case "signal.unmatched":
      return `nobody waits for the signal ${fact.signal}${fact.suggestion === undefined ? "" : `; did you mean ${fact.suggestion}?`}`;
    case "gateway.started":
      return `asks ${fact.method} ${fact.url}`;
    case "gateway.ended":
      return `got ${value(fact.output, 60)}`;
    case "cron.scheduled":
      return `${fact.fn}: next at ${fact.cron}, in ${length(fact.scheduledAt - fact.t)}`;
    case "cron.fired":
      return `${fact.fn}: it is time, by ${fact.cron}`;
    case "cron.cancelled":
      return `${fact.fn}: no more ticks of ${fact.cron}`;
    case "function.paused":
      return `${fact.fn} is paused: events start no runs of it`;
    case "function.resumed":
      return `${fact.fn} goes on: events start runs of it again`;
    case "webhook.rejected":
      return firstLine(fact.why);
    default:
      return assertNever(fact);
  }
}
