// The oracle for work that runs leave to other functions: whatever crashes and fails on the way, each defer that was kept starts
// one run once its own has ended, and one that was aborted starts none.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenarios } from "../conformance/model/arbitrary.ts";
import { LATER } from "../conformance/model/defers.ts";
import { Drive, type Scenario } from "../conformance/model/drive.ts";
import { evaluate, type Defer, type Program } from "../conformance/model/program.ts";
import type { Fact } from "../log/facts.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 2000 : 50 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

const defers = fc.array(fc.record({ at: fc.nat(5), kept: fc.boolean() }), { minLength: 1, maxLength: 5 });

/** The program with its defers, each before the step whose place it is given. */
function withDefers(program: Program, places: readonly { readonly at: number; readonly kept: boolean }[]): Program {
  const nodes = places.map(({ at, kept }, i) => ({ at, node: { type: "defer" as const, id: `d${i}`, kept } }));
  const before = (at: number): readonly Defer[] => nodes.filter((each) => each.at === at).map(({ node }) => node);
  const last = nodes.filter((each) => each.at >= program.length).map(({ node }) => node);
  return [...program.flatMap((node, i) => [...before(i), node]), ...last];
}

const startedLater = (facts: readonly Fact[]): readonly unknown[] =>
  facts.flatMap((fact) => (fact.type === "event.received" && fact.name === "inngest/deferred.schedule" ? [fact.data["of"]] : [])).sort();

describe("what a run leaves to another function", () => {
  it("starts once, after the run, whatever fails and crashes on the way (L5, L11)", { timeout: TIMEOUT }, async () => {
    const crashes = fc.array(fc.constantFrom("crash" as const, undefined, undefined), { maxLength: 30 });
    const property = fc.asyncProperty(scenarios, defers, crashes, async (made, places, crash) => {
      const scenario: Scenario = { ...made, program: withDefers(made.program, places) };
      const drive = new Drive(scenario, { after: (action) => crash[action] });
      await drive.start();
      await drive.send("model/start");
      const facts = await drive.finish();
      const end = facts.find((fact) => fact.type === "run.completed" && fact.fn === "model-main");
      expect(end).toMatchObject({ output: evaluate(scenario.program) });
      const kept = scenario.program.flatMap((node) => (node.type === "defer" && node.kept ? [node.id] : []));
      expect(startedLater(facts)).toEqual(kept.sort());
      const runs = facts.filter((fact) => fact.type === "run.created" && fact.fn === LATER);
      expect(runs.every(({ seq }) => seq > (end?.seq ?? 0))).toBe(true);
      expect(facts.filter((fact) => fact.type === "run.completed" && fact.fn === LATER)).toHaveLength(kept.length);
    });
    await fc.assert(property, RUNS);
  });
});
