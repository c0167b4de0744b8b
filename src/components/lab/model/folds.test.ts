// Every fold of the page: however a log comes in, the view is that of the whole log, and each fact is looked at once.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { recordedLogs } from "../../../../sandbox/labs/proof/recorded-logs.kit.ts";
import { awayFold } from "./away.ts";
import { eventsFold } from "./events-fold.ts";
import { flowFold } from "./flow-model.ts";
import type { Fold } from "./fold.ts";
import { journalFold } from "./journal-model.ts";
import { requestsFold } from "./requests.ts";
import { runsFold, runsIn } from "./runs.ts";
import { stepNamesFold } from "./step-names.ts";
import { consoleFold, effectsFold, memoFold } from "./tab-folds.ts";
import { manyRuns } from "./testing/many-runs.ts";
import { timelineFold } from "./timeline-model.ts";

const requests = (): Fold<unknown> => {
  const asked = requestsFold({ effect: "slack.posted", id: "requestId" });
  return (facts) => asked(facts, runsIn(facts));
};

/** Those whose cost is counted; `requests` joins two folds, and its runs are folded from scratch here. */
const FOLDS: { readonly [name: string]: () => Fold<unknown> } = {
  runs: runsFold,
  journal: journalFold,
  events: eventsFold,
  memo: memoFold,
  effects: effectsFold,
  console: consoleFold,
  away: awayFold,
  "step names": stepNamesFold,
  flow: () => flowFold("scene"),
  "flow since the code was deployed": () => flowFold("deploy"),
  timeline: () => timelineFold(["event", "handler", "run", "world", "host"]),
  "timeline of calls": () => timelineFold(["call", "run"]),
};

/** What the engine has recorded of the labs, and bursts under limits. */
const LOGS = [...(await recordedLogs()).map(({ facts }) => facts), manyRuns(4), manyRuns(30)];

/** A log as it comes in: longer and longer, in batches of any size. */
const arriving = fc
  .constantFrom(...LOGS)
  .chain((log) => fc.tuple(fc.constant(log), fc.uniqueArray(fc.nat(log.length), { maxLength: 12 })))
  .map(([log, cuts]) => [...cuts.sort((a, b) => a - b), log.length].map((to) => log.slice(0, to)));

describe.each(Object.entries({ ...FOLDS, requests }))("the fold of %s", (_name, create) => {
  it("shows after any batches what it shows of the whole log", () => {
    fc.assert(
      fc.property(arriving, (logs) => {
        const fold = create();
        for (const log of logs) expect(fold(log)).toEqual(create()(log));
      }),
      { numRuns: 60 },
    );
  });

  it("changes nothing that it has shown before", () => {
    fc.assert(
      fc.property(arriving, (logs) => {
        const fold = create();
        const shown = logs.map((log) => fold(log));
        expect(shown).toEqual(logs.map((log) => create()(log)));
      }),
      { numRuns: 30 },
    );
  });

  it("begins anew with another log: reset, taken over, or cut back", () => {
    fc.assert(
      fc.property(fc.array(arriving, { minLength: 2, maxLength: 4 }), (histories) => {
        const fold = create();
        for (const logs of histories) for (const log of logs) expect(fold(log)).toEqual(create()(log));
      }),
      { numRuns: 20 },
    );
  });
});

describe("what a fold costs", () => {
  /** How often facts of the log are looked at while it comes in, ten at a time. */
  function looks(create: () => Fold<unknown>, log: readonly Fact[]): number {
    const fold = create();
    let looked = 0;
    for (let to = 10; to <= log.length; to += 10) {
      const counting = new Proxy(log.slice(0, to), {
        get(list, key) {
          if (typeof key === "string" && /^\d+$/.test(key)) looked += 1;
          return Reflect.get(list, key) as unknown;
        },
      });
      fold(counting);
    }
    return looked;
  }
  const [small, large] = [manyRuns(100), manyRuns(500)];

  it.each(Object.entries(FOLDS))("is the same for a fact of 500 runs as for one of 100: %s", (_name, create) => {
    const perFact = (log: readonly Fact[]): number => looks(create, log) / log.length;
    expect(perFact(large)).toBeLessThan(2);
    expect(perFact(large)).toBeCloseTo(perFact(small), 1);
  });
});
