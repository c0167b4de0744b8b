// Every fact in one clear line. This is what the journal prints, what the timeline's marks are called,
// and so what a reader hears who does not see the drawing.
import type { Boundary, Fact, FactOf } from "../../../../sandbox/log/facts.ts";
import { dollars } from "../../../../sandbox/log/read.ts";
import { firstLine, length, value } from "./format.ts";
import { saysEngineFact } from "./wording-engine.ts";
import { assertNever } from "./never.ts";
import { answer, REASONS } from "./reasons.ts";

const UNNAMED: Readonly<Record<Boundary, string>> = {
  "before step": "before a step",
  "before effect": "before an effect",
  "after effect, before record": "after an effect, before its record",
  "after record": "after a record",
  "in sleep": "in a sleep",
  "in wait": "in a wait",
  "after decision, before effect": "after a decision, before its effect",
};

/** A boundary as a place in a sentence: "before save-draft-reply", "after the effect of notify-reviewer, before its record". */
export function boundaryOf(boundary: Boundary, stepId?: string): string {
  if (stepId === undefined) return UNNAMED[boundary];
  switch (boundary) {
    case "before step":
      return `before ${stepId}`;
    case "before effect":
      return `before the effect of ${stepId}`;
    case "after effect, before record":
      return `after the effect of ${stepId}, before its record`;
    case "after record":
      return `after the record of ${stepId}`;
    case "in sleep":
      return `in the sleep ${stepId}`;
    case "in wait":
      return `in the wait ${stepId}`;
    case "after decision, before effect":
      return `after the decision, before the effect of ${stepId}`;
    default:
      return assertNever(boundary);
  }
}

/** One line for one fact. `entry` numbers are the run's own. */
export function says(fact: Fact): string {
  switch (fact.type) {
    case "host.started":
      return fact.by === "lab" ? `host ${fact.host} is up` : `host ${fact.host} is up: started by you`;
    case "host.killed":
      return fact.at === "at once" ? killedBy(fact.by) : boundaryOf(fact.at, fact.stepId);
    case "host.contained":
      return fact.why === "no-answer" ? `stopped: it had not answered for ${length(fact.forMs)}` : "stopped: it took too much memory";
    case "code.deployed":
      return `version ${fact.version}: ${DEPLOYED_BY[fact.by]}`;
    case "transforms.saved":
      return `the webhooks' transforms: ${Object.keys(fact.files).join(", ") || "none"}`;
    case "code.rejected":
      return `${fact.place === undefined ? "" : `${fact.place.file}:${fact.place.line} `}${firstLine(fact.message)}`;
    case "handler.entered":
      return `entry ${fact.entry}: ${REASONS[fact.because]}`;
    case "handler.left":
      return `entry ${fact.entry}: ${answer(fact.status)}`;
    case "step.started":
      return `attempt ${fact.attempt + 1}`; // the wire counts from 0 (protocol.md 2.1)
    case "step.memo":
      return "from the log, not executed";
    case "step.unasked":
    case "step.inserted":
    case "step.moved":
    case "step.counted":
      return saysCodeFact(fact);
    case "effect":
    case "cost":
    case "service.refused":
      return saysWorldFact(fact);
    case "console":
      return firstLine(fact.text);
    case "run.held":
    case "run.released":
      return `${fact.type === "run.held" ? "held" : "goes on"} ${boundaryOf(fact.boundary, fact.stepId)}`;
    case "fault.armed":
    case "fault.disarmed":
    case "fault.switched":
    case "clock.moved":
    case "clock.rate":
    case "time.away":
    case "request.decided":
    case "solution.shown":
    case "act.entered":
      return saysPressFact(fact);
    default:
      return saysEngineFact(fact);
  }
}

/** What was done outside, and what was turned down there. */
function saysWorldFact(fact: FactOf<"effect" | "cost" | "service.refused">): string {
  switch (fact.type) {
    case "effect":
      return `${fact.label}${keyOf(fact)}`;
    case "cost":
      return `${dollars(fact.cents)} ${fact.label}`;
    case "service.refused":
      return `${fact.status} from ${fact.service}: ${firstLine(fact.why)}`;
  }
}

/** What newer code made of records that older code had left. */
function saysCodeFact(fact: FactOf<"step.unasked" | "step.inserted" | "step.moved" | "step.counted">): string {
  switch (fact.type) {
    case "step.unasked":
      return `version ${fact.version} returned without asking for its record: renamed or gone`;
    case "step.inserted":
      return `new in version ${fact.version}, before ${fact.before}, which is older`;
    case "step.moved":
      return `version ${fact.version} asks for it after ${fact.after}: it was the other way around`;
    case "step.counted":
      return `version ${fact.version} got a record of version ${fact.recordedBy} by name and count alone`;
  }
}

type PressFact = FactOf<
  | "fault.armed"
  | "fault.disarmed"
  | "fault.switched"
  | "clock.moved"
  | "clock.rate"
  | "time.away"
  | "request.decided"
  | "solution.shown"
  | "act.entered"
>;

/** What the learner pressed, and what time did. */
function saysPressFact(fact: PressFact): string {
  switch (fact.type) {
    case "fault.armed":
      return `the host will die ${boundaryOf(fact.boundary, fact.stepId)}`;
    case "fault.disarmed":
      return "no crash is armed";
    case "fault.switched":
      return `${fact.fault} is ${fact.on ? "on" : "off"}`;
    case "clock.moved":
      return `${length(fact.to - fact.from)} later`;
    case "clock.rate":
      return fact.paused ? "time stands still" : fact.rate === 0 ? "time waits for you" : `time runs at ${fact.rate}×`;
    case "time.away":
      return `you were away ${length(fact.ms)}`;
    case "request.decided":
      return `${fact.answer === "approve" ? "approved" : "rejected"}: ${fact.request}`;
    case "solution.shown":
      return `in ${fact.act}`;
    case "act.entered":
      return fact.act;
  }
}

const DEPLOYED_BY = { lab: "as the lab gives it", learner: "your edit", change: "a prepared change", solution: "the solution" } as const;

function killedBy(by: "learner" | "armed" | "watchdog" | "deploy" | "lab"): string {
  switch (by) {
    case "learner":
      return "killed by you";
    case "armed":
      return "the armed crash struck";
    case "watchdog":
      return "stopped by the watchdog";
    case "deploy":
      return "replaced by new code";
    case "lab":
      return "replaced by a fresh one: another act began";
    default:
      return assertNever(by);
  }
}

function keyOf(fact: Extract<Fact, { type: "effect" }>): string {
  if (fact.suppressed) return `: not done again, key ${value(fact.key, 40)} was known`;
  return fact.key === undefined ? ", no key" : `, key ${value(fact.key, 40)}`;
}
