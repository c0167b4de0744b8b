// Made-up scenarios for fast-check: programs of every kind of step, faults of calls, and orders of what overlaps.
import * as fc from "fast-check";
import type { Fault } from "./app.ts";
import type { Scenario } from "./drive.ts";
import type { Node, Program, Step } from "./program.ts";

type Shape = "run" | "flaky" | "fatal" | "sleep" | "hit" | "timeout" | "invoke" | "signal" | "fetch" | "stumble";
type Plan = { readonly shape: Shape | "parallel"; readonly branches: readonly (readonly Shape[])[]; readonly n: number };

const shape = fc.constantFrom<Shape>(
  "run",
  "run",
  "run",
  "flaky",
  "fatal",
  "sleep",
  "hit",
  "timeout",
  "invoke",
  "signal",
  "fetch",
  "stumble",
);
const inBranch = fc.constantFrom<Shape>("run", "run", "flaky", "fatal", "sleep", "hit", "timeout", "invoke", "signal", "fetch");
const plan: fc.Arbitrary<Plan> = fc.record({
  shape: fc.oneof({ weight: 4, arbitrary: shape }, { weight: 1, arbitrary: fc.constant("parallel" as const) }),
  branches: fc.array(fc.array(inBranch, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
  n: fc.integer({ min: 1, max: 3 }),
});

export const programs: fc.Arbitrary<Program> = fc.array(plan, { minLength: 1, maxLength: 5 }).map((plans) => {
  let count = 0;
  const nextId = (): string => `s${(count += 1)}`;
  return plans.map(({ shape: kind, branches, n }): Node => {
    if (kind === "parallel")
      return { type: "parallel", branches: branches.map((branch) => branch.map((each) => stepOf(each, nextId, n) as Step)) };
    return stepOf(kind, nextId, n);
  });
});

function stepOf(kind: Shape, nextId: () => string, n: number): Node {
  if (kind === "stumble") return { type: "stumble", times: n };
  const id = nextId();
  switch (kind) {
    case "run":
      return { type: "run", id, fails: 0, fatal: false };
    case "flaky":
      return { type: "run", id, fails: n, fatal: false };
    case "fatal":
      return { type: "run", id, fails: 0, fatal: true };
    case "sleep":
      return { type: "sleep", id, ms: n * 3_600_000 };
    case "hit":
    case "timeout":
      return { type: "wait", id, hit: kind === "hit" };
    case "signal":
      return { type: "signal", id, hit: n > 1 };
    case "fetch":
      return { type: "fetch", id, fails: n - 1 };
    case "invoke":
      return {
        type: "invoke",
        id,
        child: [
          { type: "run", id: nextId(), fails: n - 1, fatal: false },
          { type: "sleep", id: nextId(), ms: n },
        ],
      };
  }
}

const fault = fc.option(fc.constantFrom<Fault>("unreachable", "answer-lost", "garbage", "twice"), { nil: undefined, freq: 4 });

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  program: programs,
  checkpointing: fc.boolean(),
  faults: fc.array(fault, { maxLength: 6 }),
  order: fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }),
  seed: fc.string({ maxLength: 4 }),
});
