// The oracle for everything that the engine must survive: made-up programs, made-up faults, made-up crashes.
// LONG=1 runs thousands; a failing history prints its seed and is shrunk.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { Drive, type Scenario } from "../conformance/model/drive.ts";
import { scenarios } from "../conformance/model/arbitrary.ts";
import { evaluate, type Program } from "../conformance/model/program.ts";
import type { Fact } from "../log/facts.ts";
import { isEngineFact } from "../log/families.ts";
import { isEndOfStep } from "./core/fold-step.ts";
import type { EventStore } from "./ports/event-store.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 3000 : 60 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

/** What happens after each action, by its number. */
const disruptions = fc.array(
  fc.option(fc.constantFrom("crash" as const, "crash" as const, "pause" as const), { nil: undefined, freq: 3 }),
  { maxLength: 30 },
);

async function wholeRun(scenario: Scenario, hooks?: ConstructorParameters<typeof Drive>[1]): Promise<readonly Fact[]> {
  const drive = new Drive(scenario, hooks);
  await drive.start();
  await drive.send("model/start");
  return drive.finish();
}

/** A store that remembers where its batches ended: the only places at which a crash can cut a log. */
function createCutStore(): { readonly store: EventStore; readonly ends: number[] } {
  const inner = createMemoryEventStore();
  const ends: number[] = [];
  const append = async (facts: readonly Fact[]): Promise<void> => {
    await inner.append(facts);
    ends.push(facts.at(-1)?.seq ?? 0);
  };
  return { store: { ...inner, append }, ends };
}

function outcomeOf(facts: readonly Fact[]): unknown {
  const main = facts.find((fact) => fact.type === "run.created" && fact.cause === "event");
  const runId = main?.type === "run.created" ? main.runId : "";
  return facts.flatMap((fact): unknown[] => {
    if (fact.type === "run.completed" && fact.runId === runId) return [fact.output];
    return fact.type === "run.failed" && fact.runId === runId ? [fact] : [];
  });
}

/** Steps that were recorded more than once. */
function recordedTwice(facts: readonly Fact[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const fact of facts) {
    if (!isEndOfStep(fact)) continue;
    const key = `${fact.runId} ${fact.hashedId}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen].flatMap(([key, times]) => (times > 1 ? [key] : []));
}

/** Facts that came before their time. */
function early(facts: readonly Fact[]): readonly Fact[] {
  const until = new Map<string, number>();
  return facts.filter((fact) => {
    if (fact.type === "sleep.started" || fact.type === "wait.registered" || fact.type === "signal.registered")
      until.set(`${fact.runId} ${fact.hashedId}`, fact.until);
    return (
      (fact.type === "sleep.ended" || fact.type === "wait.timedout" || fact.type === "signal.timedout") &&
      fact.t < (until.get(`${fact.runId} ${fact.hashedId}`) ?? 0)
    );
  });
}

function expectWhole(facts: readonly Fact[], program: Program): void {
  expect(outcomeOf(facts)).toEqual([evaluate(program)]);
  expect(recordedTwice(facts)).toEqual([]);
  expect(early(facts)).toEqual([]);
  expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, i) => i + 1));
}

const withoutSeq = (facts: readonly Fact[]): unknown[] => facts.filter(isEngineFact).map((fact) => ({ ...fact, seq: 0 }));

describe("a run", () => {
  it("comes to its result whatever fails on the way, and records every step once (L5, L6)", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => expectWhole(await wholeRun(scenario), scenario.program)),
      RUNS,
    );
  });

  it("goes on from any cut of its log to the same result, every step recorded once (L3, L11)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(scenarios, fc.nat(), async (scenario, at) => {
      const { store, ends } = createCutStore();
      const whole = await wholeRun(scenario, { store });
      // Before the event is stored nobody was told that it was accepted (L1): the sender sends again.
      const accepted = whole.find((fact) => fact.type === "event.received")?.seq ?? 0;
      const cuts = ends.filter((end) => end >= accepted);
      const cut = cuts[at % cuts.length] ?? accepted;
      const kept = whole.filter((fact) => fact.seq <= cut);
      const drive = new Drive({ ...scenario, faults: [] }, { store: createMemoryEventStore(kept) }, kept.at(-1)?.t);
      await drive.start();
      expectWhole(await drive.finish(), scenario.program);
    });
    await fc.assert(property, RUNS);
  });

  it(
    "survives dying engines and held calls between any two actions: what is late adds nothing (L3, L11)",
    { timeout: TIMEOUT },
    async () => {
      const property = fc.asyncProperty(scenarios, disruptions, async (scenario, planned) => {
        expectWhole(await wholeRun(scenario, { after: (action) => planned[action] }), scenario.program);
      });
      await fc.assert(property, RUNS);
    },
  );
});

describe("the log", () => {
  it("has the same engine facts when nobody observes (L12)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(scenarios, fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }), async (scenario, counts) => {
      const observed = await wholeRun(scenario, {
        observe: (engine, action) => {
          for (let n = counts[action % counts.length] ?? 0; n > 0; n -= 1)
            void engine.observe({ type: "console", level: "log", text: `at ${action}` });
        },
      });
      expect(withoutSeq(observed)).toEqual(withoutSeq(await wholeRun(scenario)));
    });
    await fc.assert(property, RUNS);
  });

  it("folds to the same future with and without its snapshot", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(scenarios, disruptions, async (scenario, planned) => {
      const after = (action: number): "crash" | "pause" | undefined => planned[action];
      const store = { ...createMemoryEventStore(), loadSnapshot: () => Promise.resolve(undefined) };
      const forgetful = await wholeRun(scenario, { after, store, snapshotEvery: 1 });
      expect(await wholeRun(scenario, { after, snapshotEvery: 1 })).toEqual(forgetful);
    });
    await fc.assert(property, RUNS);
  });
});
