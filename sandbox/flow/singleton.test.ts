// Singleton: protocol.md 5.8, and random histories of creations and ends.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizes } from "./model.kit.ts";
import type { SingletonRule } from "../log/rules.ts";
import { createSingletons, decideSingleton, acquired, released } from "./singleton.ts";

const { runs, timeout } = sizes(process.env["LONG"] === "1");
const rule = (mode: SingletonRule["mode"]): SingletonRule => ({ type: "singleton", mode });

describe("a singleton", () => {
  it("skips a new event while its run is unfinished, and names the run (L9)", () => {
    const singletons = createSingletons();
    acquired(singletons, '["fn",""]', "r1");
    expect(decideSingleton(singletons, rule("skip"), "fn", undefined)).toEqual({ type: "skip", bucket: '["fn",""]', runId: "r1" });
    released(singletons, '["fn",""]', "r1");
    expect(decideSingleton(singletons, rule("skip"), "fn", undefined)).toEqual({ type: "free", bucket: '["fn",""]' });
  });
  it("names the run to cancel for a new one, whose key the old run's end does not release", () => {
    const singletons = createSingletons();
    acquired(singletons, "b", "r1");
    acquired(singletons, "b", "r2");
    released(singletons, "b", "r1");
    expect(singletons.holders).toEqual({ b: "r2" });
  });
  it("is none where the key is false (5.8)", () =>
    expect(decideSingleton(createSingletons(), rule("skip"), "fn", { ok: true, value: false })).toEqual({ type: "free" }));

  const actions = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant("event" as const), key: fc.constantFrom("a", "b", "c") }),
      fc.record({ type: fc.constant("end" as const), which: fc.nat() }),
    ),
    { maxLength: 60, size: "max" },
  );
  it.each(["skip", "cancel"] as const)(
    "with %s never has two runs of one key, and turns away only where one is unfinished",
    { timeout },
    (mode) => {
      fc.assert(
        fc.property(actions, (todo) => {
          const singletons = createSingletons();
          let unfinished: { readonly runId: string; readonly key: string; readonly bucket: string }[] = [];
          const end = (runId: string): void => {
            const run = unfinished.find((each) => each.runId === runId);
            if (run !== undefined) released(singletons, run.bucket, runId);
            unfinished = unfinished.filter((each) => each.runId !== runId);
          };
          for (const [i, action] of todo.entries()) {
            if (action.type === "end") {
              end(unfinished[action.which % Math.max(1, unfinished.length)]?.runId ?? "");
              continue;
            }
            const { key } = action;
            const verdict = decideSingleton(singletons, rule(mode), "fn", { ok: true, value: key });
            const holder = unfinished.find((each) => each.key === key)?.runId;
            expect([verdict.type, "runId" in verdict ? verdict.runId : undefined]).toEqual([holder === undefined ? "free" : mode, holder]);
            if (verdict.type === "cancel") end(verdict.runId);
            if (verdict.type === "skip" || verdict.bucket === undefined) continue;
            acquired(singletons, verdict.bucket, `r${i}`);
            unfinished.push({ runId: `r${i}`, key, bucket: verdict.bucket });
            expect(unfinished.filter((each) => each.key === key)).toHaveLength(1);
          }
        }),
        runs,
      );
    },
  );
});
