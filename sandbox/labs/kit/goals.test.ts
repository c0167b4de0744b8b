import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../log/facts.ts";
import { recordedLogs } from "../proof/recorded-logs.kit.ts";
import { judged as judgedOn } from "../proof/judging.ts";
import { followLog } from "./follow.ts";
import { goal, goalOf } from "./goals.ts";
import type { Goal } from "./goals.ts";
import { LogView } from "./view/log-view.ts";

let seq = 0;
const fact = (type: Fact["type"], rest: object): Fact => ({ seq: (seq += 1), t: seq, type, ...rest }) as unknown as Fact;
const created = (runId: string): Fact => fact("run.created", { runId, fn: "f", cause: "event", eventIds: [], startAt: 0, maxAttempts: 5 });
const paid = (runId: string): Fact => fact("cost", { runId, kind: "model", cents: 20, label: "a call" });
const completed = (runId: string): Fact => fact("run.completed", { runId, fn: "f", output: null });
const entered = (act: string): Fact => fact("act.entered", { act });

let looks = 0;
const once: Goal = goal("once", {
  title: "Paid once",
  none: "Press Run.",
  clauses: { ends: (run) => (looks += 1) > 0 && run.completed, once: (run) => run.modelCalls.length === 1 },
  says: { ends: "It goes on.", once: (run) => `Paid ${run.modelCalls.length} times.` },
  broken: { once: (run) => `Later paid ${run.modelCalls.length} times.` },
  evidence: "Paid once.",
}).placed("lab", { id: "one", number: 1 });

const judged = (...facts: readonly Fact[]) => judgedOn(once, facts);

describe("a goal", () => {
  it("says the first clause that fails, of the newest run", () => {
    expect(judged()).toEqual({ state: "open", missing: "Press Run." });
    expect(judged(created("a"))).toEqual({ state: "open", missing: "It goes on.", clause: "ends" });
    expect(judged(created("a"), paid("a"), paid("a"), completed("a"))).toMatchObject({ clause: "once", missing: "Paid 2 times." });
    expect(judged(created("a"), completed("a"), created("b"))).toMatchObject({ clause: "ends" });
  });

  it("is met by any run, stays met, and tells beside it what a later run breaks", () => {
    const first = [created("a"), paid("a"), completed("a")];
    expect(judged(...first)).toEqual({ state: "met", evidence: "Paid once.", seq: first[2]?.seq });
    expect(judged(...first, created("b"))).toMatchObject({ state: "met", seq: first[2]?.seq });
    expect(judged(...first, created("b"), paid("b"), paid("b"), completed("b"))).toMatchObject({
      state: "met",
      violated: "Later paid 2 times.",
    });
    expect(judged(created("b"), paid("b"), paid("b"), completed("b"), created("a"), paid("a"), completed("a"))).not.toHaveProperty(
      "violated",
    );
  });

  it("judges the runs that began in its act, and any where the log names no act", () => {
    expect(judged(entered("two"), created("a"), paid("a"), completed("a"))).toMatchObject({ state: "open" });
    expect(judged(entered("one"), created("a"), entered("two"), paid("a"), completed("a"))).toMatchObject({ state: "met" });
  });

  it("stays met by a log that is read again, after a later run has changed what met it", () => {
    const of = goalOf("all", (log) => [{ seq: Math.max(0, ...log.runs.map(({ seq: end }) => end)), runs: log.runs }], {
      title: "",
      none: "",
      clauses: { ended: ({ runs }) => runs.every((run) => !run.failed) },
      says: { ended: "" },
      broken: { ended: "A later run failed." },
      evidence: "All ended well.",
    }).placed("lab", { id: "one", number: 1 });
    const failed = (): Fact => fact("run.failed", { runId: "b", fn: "f", error: { name: "Error", message: "no" }, code: "function-error" });
    expect(judgedOn(of, [created("a"), completed("a"), created("b"), failed()])).toMatchObject({
      state: "met",
      violated: "A later run failed.",
    });
  });

  it("cannot be met by a candidate that has not ended", () => {
    const endless = goalOf("endless", () => [{ seq: 0 }], {
      title: "",
      none: "",
      clauses: { any: () => true },
      says: { any: "" },
      evidence: "",
    });
    expect(endless.placed("lab", { id: "one", number: 1 }).judge(new LogView()).state()).toMatchObject({ state: "open" });
  });

  it("looks at each fact's own run alone: 500 runs cost five times what 100 cost", () => {
    const cost = (runs: number): number => {
      const follower = followLog([once]);
      looks = 0;
      const ids = Array.from({ length: runs }, (_, at) => `run-${at}`);
      for (const each of [...ids.map(created), ...ids.map(paid), ...ids.map(completed)]) {
        follower.add(each);
        follower.goals();
      }
      return looks;
    };
    const [few, many] = [cost(100), cost(500)];
    expect(many / few).toBeLessThanOrEqual(5.1);
  });
});

describe("the labs' goals", async () => {
  const logs = await recordedLogs();

  it("come out the same however the log arrives", () => {
    fc.assert(
      fc.property(fc.nat(logs.length - 1), fc.array(fc.nat(40), { maxLength: 30 }), (which, cuts) => {
        const { lab, facts } = logs[which] ?? { lab: { goals: [] }, facts: [] };
        const inParts = followLog(lab.goals);
        const rest = [...facts];
        for (const cut of cuts) {
          for (const each of rest.splice(0, cut)) inParts.add(each);
          inParts.goals();
        }
        for (const each of rest) inParts.add(each);
        expect(inParts.goals()).toEqual(lab.goals.map((each) => judgedOn(each, facts)));
      }),
      { numRuns: process.env.LONG === "1" ? 2000 : 100 },
    );
  });
});
