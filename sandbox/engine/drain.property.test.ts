// The oracle for a graceful shutdown between any two actions of any program.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Drive } from "../conformance/model/drive.ts";
import { scenarios } from "../conformance/model/arbitrary.ts";
import { evaluate } from "../conformance/model/program.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 2000 : 50 };
/** More than any program has on its way at once. */
const ALL = 200;

describe("a drain between any two actions", () => {
  it(
    "sends nothing more and loses nothing: the next engine comes to the same result and sends no call anew (L11)",
    async () => {
      const property = fc.asyncProperty(scenarios, fc.nat(12), async (scenario, at) => {
        const drive = new Drive({ ...scenario, faults: [] });
        await drive.start();
        await drive.send("model/start");
        await drive.pass(at, 0);
        const drained = drive.engine.drain();
        await drive.pass(ALL, 0);
        await drained;
        const types = (await drive.store.read(1)).map(({ type }) => type);
        expect(types.slice(types.indexOf("engine.draining"))).not.toContain("call.sent");
        expect(types.at(-1)).toBe("engine.drained");
        await drive.restart();
        const facts = await drive.finish();
        expect(facts.filter((fact) => fact.type === "call.sent" && fact.because === "engine-restart")).toEqual([]);
        const main = facts.find((fact) => fact.type === "run.created" && fact.cause === "event");
        const runId = main?.type === "run.created" ? main.runId : "";
        expect(facts.find((fact) => fact.type === "run.completed" && fact.runId === runId)).toMatchObject({
          output: evaluate(scenario.program),
        });
      });
      await fc.assert(property, RUNS);
    },
    LONG ? 1_200_000 : 60_000,
  );
});
