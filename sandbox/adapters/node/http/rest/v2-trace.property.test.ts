// A run's trace and its jobs are folds of its facts: true at every moment of every run of any program, crashes included.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenarios } from "../../../../conformance/model/arbitrary.ts";
import { Drive } from "../../../../conformance/model/drive.ts";
import type { Fact } from "../../../../log/facts.ts";
import { pendingJobs } from "./pending-jobs.ts";
import { traceOf, v2Trace } from "./v2-trace.ts";

type SpanJson = {
  readonly id: string;
  readonly status: string;
  readonly stepOp?: string;
  readonly durationMs?: string;
  readonly children?: readonly SpanJson[];
};

const ENDS = { "run.completed": "COMPLETED", "run.failed": "FAILED", "run.cancelled": "CANCELLED" } as const;
const rootOf = (facts: readonly Fact[]): SpanJson => (traceOf(facts, { includeOutput: true }) as { rootSpan: SpanJson }).rootSpan;
const endOf = (facts: readonly Fact[]): string | undefined =>
  facts.flatMap((fact) => (fact.type in ENDS ? [ENDS[fact.type as keyof typeof ENDS]] : []))[0];

function runsIn(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const ids = facts.flatMap((fact) => (fact.type === "run.created" ? [fact.runId] : []));
  return ids.map((id) => facts.filter((fact) => "runId" in fact && fact.runId === id));
}

const RUNS = { numRuns: process.env["LONG"] === "1" ? 1000 : 40 };

describe("a run's trace and its jobs", () => {
  it("tell every recorded step, end with the run, and are well-formed at every moment before", async () => {
    const property = fc.asyncProperty(
      scenarios,
      fc.array(fc.constantFrom("crash" as const, undefined), { maxLength: 12 }),
      async (scenario, crashes) => {
        const drive: Drive = new Drive(scenario, { after: (action) => crashes[action] });
        await drive.start();
        await drive.send("model/start");
        for (const facts of runsIn(await drive.finish())) {
          const recorded = new Set(facts.flatMap((fact) => (fact.type === "step.completed" ? [fact.hashedId] : [])));
          const root = rootOf(facts);
          const told = (root.children ?? []).filter(({ status, stepOp }) => status === "COMPLETED" && stepOp === "RUN");
          expect(new Set(told.map(({ id }) => id))).toEqual(recorded);
          expect(root.status).toBe(endOf(facts) ?? "RUNNING");
          if (endOf(facts) !== undefined) expect(pendingJobs(facts)).toEqual([]);
          for (let length = 1; length <= facts.length; length += 1) {
            const part = facts.slice(0, length);
            expect(v2Trace.safeParse(traceOf(part, { includeOutput: true })).error).toBeUndefined();
            if (endOf(part) === undefined) expect(["WAITING", "RUNNING"]).toContain(rootOf(part).status);
            pendingJobs(part);
          }
        }
      },
    );
    await fc.assert(property, RUNS);
  });
});
