// What a deploy did to runs that had already begun: steps inserted, moved, counted anew, or no longer asked for. Read from the log
// alone, so that a controller opened anew goes on (L11). It reports order and absence as seen, and does not guess at intent; a run that
// only one version has served has nothing to report.
// Each fact costs constant time, a run's end one look at its steps.
import type { CodeFactBody } from "../../log/code-facts.ts";
import type { Fact, FactOf } from "../../log/facts.ts";

/** `order` and `version`: when it was first seen, and by which code. */
type Seen = {
  readonly stepId: string;
  readonly hashedId: string;
  readonly order: number;
  readonly version: number;
  recorded?: { readonly seq: number; readonly version: number };
};
type Entry = {
  readonly version: number;
  readonly from: number;
  readonly asked: Set<string>;
  /** Asked for in this entry and newer than some step that may still come. */
  fresh: readonly Seen[];
  /** Of those that older code knew, the one that it came to last. */
  latest: Seen | undefined;
  readonly names: Set<string>;
};
type Course = {
  readonly runId: string;
  readonly fn: string;
  readonly steps: Map<string, Seen>;
  readonly entries: Map<string, Entry>;
  /** What has been told of this run: each thing once, in however many entries it shows. */
  readonly said: Set<string>;
  /** The call that was entered, answered or has reported last. */
  callId: string;
};

export interface CodeChanges {
  see(fact: Fact): void;
  /** What is to be told and is not yet in the log. */
  take(): readonly CodeFactBody[];
}

const keyOf = ({ type, runId, hashedId, version }: CodeFactBody): string => [type, runId, hashedId, version].join("\n");

export function createCodeChanges(): CodeChanges {
  const courses = new Map<string, Course>();
  const due = new Map<string, CodeFactBody>();
  return {
    see(fact) {
      if (isTold(fact)) return void due.delete(keyOf(fact));
      for (const body of look(courses, fact)) due.set(keyOf(body), body);
    },
    take() {
      const bodies = [...due.values()];
      due.clear();
      return bodies;
    },
  };
}

function isTold(fact: Fact): fact is Extract<Fact, { type: CodeFactBody["type"] }> {
  return fact.type === "step.unasked" || fact.type === "step.inserted" || fact.type === "step.moved" || fact.type === "step.counted";
}

function look(courses: Map<string, Course>, fact: Fact): readonly CodeFactBody[] {
  if (fact.type === "handler.entered") return enterEntry(courses, fact);
  const course = "runId" in fact && fact.runId !== undefined ? courses.get(fact.runId) : undefined;
  if (course === undefined) return [];
  switch (fact.type) {
    case "handler.left":
    case "call.answered":
      course.callId = fact.callId;
      return [];
    case "step.memo":
    case "step.started":
      return ask(course, fact);
    case "step.planned":
    case "sleep.started":
    case "wait.registered":
    case "invoke.started":
    case "signal.registered":
    case "gateway.started":
      seenOf(course, fact, course.callId);
      return [];
    case "step.completed":
      course.callId = fact.callId;
      return record(course, fact);
    case "sleep.ended":
    case "wait.matched":
    case "wait.timedout":
    case "invoke.ended":
    case "signal.matched":
    case "signal.timedout":
    case "gateway.ended":
      return record(course, fact);
    case "run.completed":
      courses.delete(course.runId);
      return unasked(course);
    // A run that breaks off has not come to its later steps: only what it went past says something.
    case "run.failed":
    case "run.cancelled":
      courses.delete(course.runId);
      return unasked(course, course.entries.get(course.callId)?.latest?.order ?? 0);
    default:
      return [];
  }
}

function enterEntry(courses: Map<string, Course>, { runId, fn, callId, version, seq }: FactOf<"handler.entered">): readonly [] {
  const course = courses.get(runId) ?? { runId, fn, steps: new Map(), entries: new Map(), said: new Set<string>(), callId };
  courses.set(runId, course);
  course.callId = callId;
  course.entries.set(callId, { version, from: seq, asked: new Set(), fresh: [], latest: undefined, names: new Set() });
  return [];
}

type OfStep = { readonly stepId: string; readonly hashedId: string };

function seenOf({ steps, entries }: Course, { stepId, hashedId }: OfStep, callId: string): Seen {
  const known = steps.get(hashedId);
  if (known !== undefined) return known;
  const seen: Seen = { stepId, hashedId, order: steps.size, version: entries.get(callId)?.version ?? 0 };
  steps.set(hashedId, seen);
  return seen;
}

function record(course: Course, step: OfStep & { readonly seq: number }): readonly [] {
  const seen = seenOf(course, step, course.callId);
  seen.recorded ??= { seq: step.seq, version: course.entries.get(course.callId)?.version ?? seen.version };
  return [];
}

function ask(course: Course, fact: FactOf<"step.memo" | "step.started">): readonly CodeFactBody[] {
  return asked(course, fact).filter((body) => {
    const key = body.type === "step.counted" ? `${body.type}\n${body.stepId}` : `${body.type}\n${body.hashedId}`;
    if (course.said.has(key)) return false;
    course.said.add(key);
    return true;
  });
}

function asked(course: Course, fact: FactOf<"step.memo" | "step.started">): readonly CodeFactBody[] {
  const entry = course.entries.get(fact.callId);
  const step = seenOf(course, fact, fact.callId);
  if (entry === undefined || entry.asked.has(step.hashedId)) return [];
  entry.asked.add(step.hashedId);
  const { version } = entry;
  const { runId, fn } = course;
  const of = ({ stepId, hashedId }: Seen) => ({ runId, fn, stepId, hashedId, version });
  const told: CodeFactBody[] = [];
  const inserted = entry.fresh.filter((other) => other.version > step.version);
  for (const other of inserted) told.push({ type: "step.inserted", ...of(other), before: step.stepId });
  entry.fresh = entry.fresh.filter((other) => !inserted.includes(other));
  if (step.order > 0) entry.fresh = [...entry.fresh.filter((other) => other.version === step.version).slice(0, FRESH_AT_MOST), step];
  if (step.version === version) return told;
  const { latest } = entry;
  if (latest !== undefined && latest.order > step.order && latest.version <= step.version)
    told.push({ type: "step.moved", ...of(step), after: latest.stepId });
  if (latest === undefined || latest.order < step.order) entry.latest = step;
  const recordedBy = step.recorded?.version ?? version;
  if (entry.names.has(step.stepId) && recordedBy < version) told.push({ type: "step.counted", ...of(step), recordedBy });
  entry.names.add(step.stepId);
  return told;
}

// Many new steps in a row before an old one are told by the first few.
const FRESH_AT_MOST = 8;

/** Records that the last entry did not ask for, among the steps that older code came to before `upTo`. */
function unasked({ runId, fn, steps, entries, callId }: Course, upTo = Number.POSITIVE_INFINITY): readonly CodeFactBody[] {
  const last = entries.get(callId);
  if (last === undefined) return [];
  const { version } = last;
  return [...steps.values()].flatMap(({ stepId, hashedId, recorded, order }) =>
    recorded === undefined || order >= upTo || recorded.seq > last.from || recorded.version >= version || last.asked.has(hashedId)
      ? []
      : [{ type: "step.unasked", runId, fn, stepId, hashedId, version }],
  );
}
