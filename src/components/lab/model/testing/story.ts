// Hand-written logs for the models' tests: short, readable, and numbered as an engine would number them.
import type { EngineFactBody, Fact, FactType, ObservationBody } from "../../../../../sandbox/log/facts.ts";

type Body = EngineFactBody | ObservationBody;
type BodyOf<T extends FactType> = Extract<Body, { type: T }>;
/** Of each variant by itself: a fact may have more forms than one. */
type Rest<Fact> = Fact extends unknown ? Omit<Fact, "type"> : never;

export const START = Date.parse("2026-11-23T09:00:00Z");
const DAY = 24 * 3600 * 1000;

export type Story = {
  /** Adds one fact; the clock has moved on by `after` milliseconds. */
  add<T extends FactType>(type: T, rest: Rest<BodyOf<T>>, after?: number): Story;
  readonly facts: readonly Fact[];
};

export function story(): Story {
  const facts: Fact[] = [];
  let t = START;
  const told: Story = {
    facts,
    add(type, rest, after = 0) {
      t += after;
      facts.push({ seq: facts.length + 1, t, type, ...rest } as unknown as Fact);
      return told;
    },
  };
  return told;
}

export const run1 = { runId: "run-1", fn: "greet" };
export const step = (stepId: string, of = run1) => ({ ...of, stepId, hashedId: `hash-${stepId}` });

/** A place has opened: engine, code, host. */
export function opened(): Story {
  return story()
    .add("engine.started", { logVersion: 1, seed: "s", generation: 1, checkpointing: true })
    .add("code.deployed", { version: 1, files: { "greet.ts": "start" }, by: "lab" })
    .add("host.started", { host: 1, version: 1, functions: 1, by: "lab" });
}

/** A run has greeted and sleeps for three days. */
export function asleep(): Story {
  return entered(opened(), 1)
    .add("step.started", { ...step("greeting"), attempt: 0, callId: "c1" })
    .add(
      "step.completed",
      { ...step("greeting"), attempt: 0, output: { text: "Hello." }, via: "checkpoint", kind: "run", callId: "c1" },
      1200,
    )
    .add("handler.left", { ...run1, entry: 1, callId: "c1", status: 206 })
    .add("call.answered", { ...run1, callId: "c1", status: 206 })
    .add("sleep.started", { ...step("three-days"), until: START + 1200 + 3 * DAY });
}

export function entered(told: Story, entry: number): Story {
  if (entry === 1)
    told
      .add("event.received", {
        eventId: "e1",
        name: "demo/greet",
        data: { name: "Mira" },
        ts: START,
        id: "e1",
        user: {},
        source: "learner",
      })
      .add("run.created", { ...run1, cause: "event", eventIds: ["e1"], startAt: START, maxAttempts: 5 });
  return told
    .add("call.sent", {
      ...run1,
      callId: `c${entry}`,
      target: "step",
      attempt: 0,
      mode: "checkpoint",
      because: entry === 1 ? "start" : "resume",
      memoCount: entry - 1,
      plan: false,
    })
    .add("handler.entered", {
      ...run1,
      entry,
      callId: `c${entry}`,
      mode: "checkpoint",
      because: entry === 1 ? "start" : "resume",
      version: 1,
    });
}

/** Three days later the run has woken up and completed. */
export function completed(): Story {
  return entered(asleep().add("sleep.ended", step("three-days"), 3 * DAY), 2)
    .add("step.memo", { ...step("greeting"), callId: "c2" })
    .add("step.started", { ...step("farewell"), attempt: 0, callId: "c2" })
    .add("step.completed", { ...step("farewell"), attempt: 0, output: "Bye.", via: "checkpoint", kind: "run", callId: "c2" }, 900)
    .add("call.answered", { ...run1, callId: "c2", status: 200 })
    .add("run.completed", { ...run1, output: "done" });
}
