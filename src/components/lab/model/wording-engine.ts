// The engine's own facts in words; `wording.ts` speaks for the place's.
import type { EngineFact, FactOf } from "../../../../sandbox/log/facts.ts";
import { count, firstLine, length, roughly, value } from "./format.ts";
import { assertNever } from "./never.ts";
import { saysFlowFact } from "./wording-flow.ts";
import { answer, REASONS, RETRY_REASONS } from "./reasons.ts";

export function saysEngineFact(fact: EngineFact): string {
  switch (fact.type) {
    case "engine.started":
    case "engine.restarted":
    case "engine.draining":
    case "engine.drained":
    case "checkpointing.set":
    case "calls.paused":
    case "calls.resumed":
      return saysLifeFact(fact);
    case "app.registered":
      return `${fact.app}: ${fact.functions.map((each) => each.name).join(", ")}`;
    case "event.received":
      return `${fact.name} ${value(fact.data, 60)}`;
    case "event.deduped":
      return `${fact.name}: id ${fact.id} has already started a run of ${fact.fn}`;
    case "event.unmatched":
      return `${fact.name} starts nothing${fact.suggestion === undefined ? "" : `; did you mean ${fact.suggestion}?`}`;
    case "protocol.violated":
      return firstLine(fact.what);
    case "run.created":
    case "run.started":
    case "run.completed":
    case "run.failed":
    case "run.pruned":
      return saysRunFact(fact);
    case "call.sent":
    case "call.answered":
    case "call.failed":
    case "call.ignored":
    case "call.held":
      return saysCallFact(fact);
    case "step.planned":
    case "step.completed":
    case "step.failed":
    case "step.retry.scheduled":
    case "sleep.started":
    case "sleep.ended":
    case "wait.registered":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.started":
    case "invoke.ended":
      return saysStepFact(fact);
    default:
      return saysFlowFact(fact);
  }
}

type LifeFact = FactOf<
  "engine.started" | "engine.restarted" | "engine.draining" | "engine.drained" | "checkpointing.set" | "calls.paused" | "calls.resumed"
>;

/** The engine of itself: its start and end, and whether and how it calls. */
function saysLifeFact(fact: LifeFact): string {
  switch (fact.type) {
    case "engine.started":
      return `keeps the log; checkpointing ${fact.checkpointing ? "on" : "off"}`;
    case "engine.restarted":
      return "came back from its storage";
    case "engine.draining":
      return `sends no more calls: ${fact.reason}`;
    case "engine.drained":
      return "every call has ended; it stops";
    case "checkpointing.set":
      return `checkpointing ${fact.on ? "on" : "off"}`;
    case "calls.paused":
      return `calls wait: ${fact.reason}`;
    case "calls.resumed":
      return `calls go out again: ${fact.reason}`;
  }
}

const CAUSES = { event: "the event", cron: "the clock", invoke: "an invoke", rerun: "a rerun", batch: "a batch of events" } as const;

function priorityOf({ rules }: FactOf<"run.created">): string {
  const { seconds = 0, problem } = rules?.priority ?? {};
  const why = problem === undefined ? "" : `, because its priority is ${problem.replaceAll("-", " ")}`;
  return seconds === 0 && problem === undefined ? "" : `, with a head start of ${seconds} s${why}`;
}

type RunFact = FactOf<"run.created" | "run.started" | "run.completed" | "run.failed" | "run.pruned">;

function saysRunFact(fact: RunFact): string {
  switch (fact.type) {
    case "run.created":
      return `caused by ${CAUSES[fact.cause]}${priorityOf(fact)}`;
    case "run.started":
      return "its first call is due";
    case "run.completed":
      return `returned ${value(fact.output, 72)}`;
    case "run.failed":
      return `${fact.error.name}: ${firstLine(fact.error.message)}`;
    case "run.pruned":
      return "dropped whole from the log";
    default:
      return assertNever(fact);
  }
}

type CallFact = FactOf<"call.sent" | "call.answered" | "call.failed" | "call.ignored" | "call.held">;

function saysCallFact(fact: CallFact): string {
  switch (fact.type) {
    case "call.sent":
      return `${REASONS[fact.because]}, with ${count(fact.memoCount, "result")}`;
    case "call.answered":
      return answer(fact.status);
    case "call.failed":
      return firstLine(fact.message);
    case "call.ignored":
      return fact.why === "fenced"
        ? "a late answer, from before the restart: ignored"
        : fact.why === "run-ended"
          ? "the run had ended: ignored"
          : "nobody waits for it: ignored";
    case "call.held":
      return `waits: ${fact.reason}`;
    default:
      return assertNever(fact);
  }
}

type StepFact = Exclude<Extract<EngineFact, { type: `step.${string}` | `sleep.${string}` | `wait.${string}` | `invoke.${string}` }>, never>;

function saysStepFact(fact: StepFact): string {
  switch (fact.type) {
    case "step.planned":
      return "planned: to be called by name";
    case "step.completed":
      return `recorded ${value(fact.output, 72)}`;
    case "step.failed":
      return `attempt ${fact.attempt + 1}: ${firstLine(fact.error.message)}`;
    case "step.retry.scheduled":
      return `${RETRY_REASONS[fact.because]}: again in ${roughly(fact.delayMs)}`;
    case "sleep.started":
      return `for ${length(fact.until - fact.t)}`;
    case "sleep.ended":
      return "time to go on";
    case "wait.registered":
      return `for ${fact.event}${fact.expr === undefined ? "" : ` if ${value(fact.expr, 60)}`}, at most ${length(fact.until - fact.t)}`;
    case "wait.matched":
      return "the event came";
    case "wait.timedout":
      return "nobody answered in time: the result is null";
    case "invoke.started":
      return `calls ${fact.target}`;
    case "invoke.ended":
      return "data" in fact.result ? `got ${value(fact.result.data, 60)}` : `failed: ${firstLine(fact.result.error.message)}`;
    default:
      return assertNever(fact);
  }
}
