import { describe, expect, it } from "vitest";
import { decodeFacts, decodeLog, encodeLog } from "./codec.ts";
import { LOG_VERSION, type Fact } from "./facts.ts";
import { isEngineFact, isFactType, isObservation } from "./families.ts";
import { upcast, versionOf } from "./upcast.ts";

const facts: readonly Fact[] = [
  { seq: 1, t: 5, type: "engine.started", logVersion: LOG_VERSION, seed: "s", generation: 1, checkpointing: true },
  { seq: 2, t: 6, type: "console", level: "log", text: "ü 🧠" },
  { seq: 5, t: 6, type: "run.pruned", runId: "r", facts: 2 },
];

describe("a log as text", () => {
  it("is the same log when it is read again", () => {
    expect(decodeLog(encodeLog(facts))).toEqual(facts);
  });

  it("is refused with the path of what is wrong", () => {
    const read =
      (log: object): (() => unknown) =>
      () =>
        decodeLog(JSON.stringify(log));
    expect(() => decodeLog("hello")).toThrow("log: it is not JSON");
    expect(read({ facts: [] })).toThrow("logVersion");
    expect(read({ logVersion: 1, facts: {} })).toThrow("facts: an array");
    expect(read({ logVersion: 1, facts: [{ seq: 1, t: 1, type: "run.teleported" }] })).toThrow('facts[0].type: "run.teleported"');
    expect(read({ logVersion: 1, facts: [facts[0], facts[0]] })).toThrow("facts[1].seq");
    expect(read({ logVersion: 1, facts: [{ seq: 1, type: "console" }] })).toThrow("facts[0].t");
  });

  it("of a later version is refused with a way out", () => {
    expect(() => decodeFacts([], LOG_VERSION + 1)).toThrow("reset to start afresh");
  });
});

describe("an older log", () => {
  const steps = { 1: (fact: object) => ({ ...fact, second: true }), 2: (fact: object) => ({ ...fact, third: true }) };

  it("is brought up to date version by version", () => {
    expect(upcast([{ seq: 1 }], 1, steps, 3)).toEqual([{ seq: 1, second: true, third: true }]);
    expect(upcast([{ seq: 1 }], 2, steps, 3)).toEqual([{ seq: 1, third: true }]);
    expect(upcast([{ seq: 1 }], 3, steps, 3)).toEqual([{ seq: 1 }]);
  });

  it("says its version in its first fact", () => {
    expect([versionOf(facts[0]), versionOf(undefined)]).toEqual([LOG_VERSION, LOG_VERSION]);
  });

  it("cannot be brought up to date over a missing step", () => {
    expect(() => upcast([], 0, steps, 3)).toThrow("from version 0");
  });
});

describe("the families", () => {
  it("part the facts: each is of the engine or observed, never both", () => {
    expect(facts.map((fact) => [isEngineFact(fact), isObservation(fact)])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect([isFactType("effect"), isFactType("step.completed"), isFactType("toString")]).toEqual([true, true, false]);
  });
});
