// The oracle for what people do to runs: cancellations between any two actions, and reruns from any step of any program.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Drive, type Scenario } from "../conformance/model/drive.ts";
import { scenarios } from "../conformance/model/arbitrary.ts";
import { evaluate, stepsOf } from "../conformance/model/program.ts";
import type { Fact, FactOf } from "../log/facts.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 2000 : 50 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

async function started(scenario: Scenario, after?: (drive: Drive, action: number) => "crash" | undefined): Promise<Drive> {
  const drive: Drive = new Drive(scenario, { after: (action) => after?.(drive, action) });
  await drive.start();
  await drive.send("model/start");
  return drive;
}

const mainRun = (facts: readonly Fact[]): FactOf<"run.created"> | undefined =>
  facts.find((fact): fact is FactOf<"run.created"> => fact.type === "run.created" && fact.cause === "event");
const AFTERWARDS = new Set(["call.ignored", "protocol.violated"]);

describe("a cancellation between any two actions", () => {
  it("ends the run there: nothing of it is recorded any more, and nothing of it is left (L10)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(scenarios, fc.nat(20), fc.boolean(), async (scenario, at, crashes) => {
      let runId = "";
      const drive = await started(scenario, ({ engine }, action) => {
        if (action === at) void engine.cancel(runId);
        return crashes && action === at + 1 ? "crash" : undefined;
      });
      runId = mainRun(await drive.engine.facts())?.runId ?? "";
      const facts = await drive.finish();
      const cancelled = facts.findIndex((fact) => fact.type === "run.cancelled");
      if (cancelled < 0) return;
      const later = facts.slice(cancelled + 1).filter((fact) => "runId" in fact && fact.runId === runId && !AFTERWARDS.has(fact.type));
      expect(later).toEqual([]);
      expect(await drive.engine.cancel(runId)).toBe("ended");
    });
    await fc.assert(property, RUNS);
  });
});

describe("a rerun from any step", () => {
  it("comes to the same result, and runs no step again that had been recorded before it (L3)", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(
      scenarios,
      fc.nat(),
      fc.array(fc.constantFrom("crash" as const, undefined), { maxLength: 20 }),
      async (scenario, pick, crashes) => {
        const drive = await started({ ...scenario, faults: [] }, (_, action) => crashes[action]);
        const first = await drive.finish();
        const steps = stepsOf(scenario.program);
        const step = steps[pick % Math.max(1, steps.length)];
        const runId = mainRun(first)?.runId ?? "";
        if (step === undefined) return;
        const again = await drive.engine.rerun(runId, { stepId: step.id });
        const facts = await drive.finish();
        expect(facts.find((fact) => fact.type === "run.completed" && fact.runId === again)).toMatchObject({
          output: evaluate(scenario.program),
        });
        const created = facts.find((fact) => fact.type === "run.created" && fact.runId === again);
        const kept = new Set(created?.type === "run.created" ? created.from?.memos.map(([hashedId]) => hashedId) : []);
        const repeated = facts.filter((fact) => fact.type === "step.completed" && fact.runId === again && kept.has(fact.hashedId));
        expect(repeated).toEqual([]);
      },
    );
    await fc.assert(property, RUNS);
  });
});
