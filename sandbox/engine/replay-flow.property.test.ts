// The oracle over flow control: any limits, any traffic, any crash. Batches, debounces, queues, cancellations and reruns lose nothing,
// exceed nothing and fold to the same future. LONG=1 runs thousands.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { scenarios } from "../conformance/model/arbitrary.ts";
import { Drive, type Hooks, type Scenario } from "../conformance/model/drive.ts";
import { excesses, flows, traffic, unaccounted, unfinished, type Arrival } from "../conformance/model/flow.ts";
import { evaluate } from "../conformance/model/program.ts";
import type { Fact } from "../log/facts.ts";
import { isEngineFact } from "../log/families.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 3000 : 60 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

const limited = fc.record({ scenario: scenarios, flow: flows }).map(({ scenario, flow }): Scenario => ({ ...scenario, flow }));
const crashes = fc.array(fc.option(fc.constantFrom("crash" as const, "crash" as const, "pause" as const), { nil: undefined, freq: 4 }), {
  maxLength: 30,
});

async function play(scenario: Scenario, arrivals: readonly Arrival[], hooks?: Hooks): Promise<readonly Fact[]> {
  const drive = new Drive(scenario, hooks);
  await drive.start();
  for (const { user, p, actions, ms, and } of arrivals) {
    await drive.send("model/start", { key: "k", user, p });
    await drive.pass(actions, ms);
    if (and === "stop") await drive.send("model/stop", { user });
    const first = and === "rerun" ? (await drive.engine.facts()).find((fact) => fact.type === "run.created") : undefined;
    if (first?.type === "run.created") await drive.engine.rerun(first.runId);
  }
  return drive.finish();
}

function expectLaws(facts: readonly Fact[], { program }: Scenario): void {
  expect(unaccounted(facts, "model/start")).toEqual([]);
  expect(unfinished(facts)).toEqual([]);
  expect(excesses(facts)).toEqual([]);
  const outputs = facts.flatMap((fact) => (fact.type === "run.completed" && fact.fn === "model-main" ? [fact.output] : []));
  expect(outputs).toEqual(outputs.map(() => evaluate(program)));
  expect(facts.filter((fact) => fact.type === "run.failed")).toEqual([]);
}

describe("flow control", () => {
  it("loses no event, exceeds no limit and brings every run to its end (L6, L9)", { timeout: TIMEOUT }, async () => {
    await fc.assert(
      fc.asyncProperty(limited, traffic, async (scenario, arrivals) => expectLaws(await play(scenario, arrivals), scenario)),
      RUNS,
    );
  });

  it("keeps its laws when the engine dies between any two actions (L9, L11)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(limited, traffic, crashes, async (scenario, arrivals, planned) => {
      expectLaws(await play(scenario, arrivals, { after: (action) => planned[action] }), scenario);
    });
    await fc.assert(property, RUNS);
  });

  it("goes on from any cut of its log (L9, L11)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(limited, traffic, fc.nat(), async (scenario, arrivals, at) => {
      const inner = createMemoryEventStore();
      const ends: number[] = [];
      const append = async (facts: readonly Fact[]): Promise<void> => {
        await inner.append(facts);
        ends.push(facts.at(-1)?.seq ?? 0);
      };
      const whole = await play(scenario, arrivals, { store: { ...inner, append } });
      const kept = whole.filter((fact) => fact.seq <= (ends[at % ends.length] ?? 0));
      const drive = new Drive({ ...scenario, faults: [] }, { store: createMemoryEventStore(kept) }, kept.at(-1)?.t);
      await drive.start();
      expectLaws(await drive.finish(), scenario);
    });
    await fc.assert(property, RUNS);
  });

  it("folds to the same future with and without its snapshot (L12)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(limited, traffic, crashes, async (scenario, arrivals, planned) => {
      const after = (action: number): "crash" | "pause" | undefined => planned[action];
      const store = { ...createMemoryEventStore(), loadSnapshot: () => Promise.resolve(undefined) };
      const forgetful = await play(scenario, arrivals, { after, store, snapshotEvery: 1 });
      const remembering = await play(scenario, arrivals, { after, snapshotEvery: 1 });
      expect(remembering.filter(isEngineFact)).toEqual(forgetful.filter(isEngineFact));
    });
    await fc.assert(property, RUNS);
  });
});
