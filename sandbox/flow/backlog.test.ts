// The backlog's cost, and the flow's state as JSON.
import { describe, expect, it } from "vitest";
import { createBacklog, dequeue, enqueue, next, released, type Gates } from "./backlog.ts";
import { createFlow } from "./flow.ts";
import { createStarts, decideStart, ended, nextStart, started } from "./starts.ts";
import { slotGate } from "./concurrency.ts";

type Gate = { readonly name: string; readonly limit: number };

/** Gates that count how often they are asked whether they are open. */
function countingGates(): { used: Map<string, number>; asked: () => number; how: Gates<Gate> } {
  const used = new Map<string, number>();
  let asked = 0;
  const opening = ({ name, limit }: Gate): "open" | "when freed" => {
    asked += 1;
    return (used.get(name) ?? 0) < limit ? "open" : "when freed";
  };
  return { used, asked: () => asked, how: { nameOf: ({ name }) => name, bucketOf: ({ name }) => name, opening } };
}

/** 50 tenants at 2 each under one limit of 20; gives the questions per start. */
function questionsPerStart(waiting: number): number {
  const backlog = createBacklog<Gate>();
  const { used, asked, how } = countingGates();
  const tenants = 50;
  const whole: Gate = { name: "all", limit: 20 };
  const gatesOf = (i: number): readonly Gate[] => [whole, { name: `tenant ${i % tenants}`, limit: 2 }];
  used.set("all", 20);
  for (let i = 0; i < waiting; i += 1) enqueue(backlog, { id: String(i), score: 0, order: i }, gatesOf(i), how);
  used.set("all", 0);
  released(backlog, "all", how);
  const before = asked();
  const going: number[] = [];
  for (let starts = 0; starts < waiting;) {
    const id = next(backlog, 0, how);
    if (id !== undefined) {
      for (const { name } of gatesOf(Number(id))) used.set(name, (used.get(name) ?? 0) + 1);
      dequeue(backlog, id, how);
      going.push(Number(id));
      starts += 1;
      continue;
    }
    const ending = going.shift() ?? 0;
    for (const { name } of gatesOf(ending)) {
      used.set(name, (used.get(name) ?? 0) - 1);
      released(backlog, name, how);
    }
  }
  return (asked() - before) / waiting;
}

/** Every call with a key of its own, behind two limits that all share and that close and open in turn; gives the questions per start. */
function questionsPerStartOfKeys(waiting: number): number {
  const backlog = createBacklog<Gate>();
  const { used, asked, how } = countingGates();
  const gatesOf = (i: number): readonly Gate[] => [
    { name: "all", limit: 20 },
    { name: `key ${i}`, limit: 1 },
    { name: "pace", limit: 1 },
  ];
  used.set("all", 20).set("pace", 1);
  for (let i = 0; i < waiting; i += 1) enqueue(backlog, { id: String(i), score: 0, order: i }, gatesOf(i), how);
  const before = asked();
  const free = (name: string): void => {
    used.set(name, Math.max(0, (used.get(name) ?? 0) - 1));
    released(backlog, name, how);
  };
  for (let starts = 0, turn = 0; starts < waiting; turn += 1) {
    for (let id = next(backlog, 0, how); id !== undefined; id = next(backlog, 0, how)) {
      for (const { name } of gatesOf(Number(id))) used.set(name, (used.get(name) ?? 0) + 1);
      dequeue(backlog, id, how);
      starts += 1;
    }
    // The throttle opens while all slots are taken and one call starts; then a slot is free while the throttle is closed.
    free(turn % 4 === 0 || turn % 4 === 3 ? "pace" : "all");
  }
  return (asked() - before) / waiting;
}

describe("the backlog", () => {
  it("asks no more questions per start with 20,000 keys than with 1,000, while two limits of all open and close in turn", () =>
    expect(questionsPerStartOfKeys(20_000)).toBeLessThan(1.2 * questionsPerStartOfKeys(1000)));
  it("asks no more questions per start with 100,000 waiting than with 1,000", () =>
    expect(questionsPerStart(100_000)).toBeLessThan(1.2 * questionsPerStart(1000)));
  it("gives a call that is queued again its new place and no other", () => {
    const backlog = createBacklog<Gate>();
    const { how } = countingGates();
    const closed: Gate = { name: "closed", limit: 0 };
    enqueue(backlog, { id: "a", score: 0, order: 1 }, [closed], how);
    enqueue(backlog, { id: "b", score: 0, order: 2 }, [closed], how);
    enqueue(backlog, { id: "a", score: 0, order: 1 }, [], how);
    expect(next(backlog, 0, how)).toBe("a");
    dequeue(backlog, "a", how);
    expect([next(backlog, 0, how), Object.keys(backlog.tickets)]).toEqual([undefined, ["b"]]);
  });
});

describe("concurrency", () => {
  const one = slotGate({ type: "concurrency", unit: "step", scope: "fn", limit: 1 }, "fn");
  const whole = slotGate({ type: "concurrency", unit: "run", scope: "fn", limit: 1 }, "fn");

  it("counts calls in flight, not runs: while one run sleeps another executes (5.2)", () => {
    const starts = createStarts();
    started(starts, { id: "r1 step", callId: "c1", runId: "r1", gates: [one] }, 0);
    expect(decideStart(starts, [one], 0)).toEqual({ type: "wait", gate: one });
    ended(starts, "c1", 1);
    expect(decideStart(starts, [one], 1)).toEqual({ type: "go" });
  });
  it("of whole runs is held from the first call to the run's end (5.2)", () => {
    const starts = createStarts();
    started(starts, { id: "r1 step", callId: "c1", runId: "r1", gates: [whole] }, 0);
    ended(starts, "c1", 1);
    expect(decideStart(starts, [whole], 1).type).toBe("wait");
    ended(starts, "r1", 2);
    expect(decideStart(starts, [whole], 2).type).toBe("go");
  });
  it("with env or account scope is shared by functions whose key has the same value (5.2)", () => {
    const rule = { type: "concurrency", unit: "step", scope: "account", limit: 1, key: "event.data.k" } as const;
    const key = { ok: true, value: "x" } as const;
    expect(slotGate(rule, "fn-1", key).bucket).toBe(slotGate(rule, "fn-2", key).bucket);
    expect(slotGate({ ...rule, scope: "fn" }, "fn-1", key).bucket).not.toBe(slotGate({ ...rule, scope: "fn" }, "fn-2", key).bucket);
  });
  it("is released once, however often an end is reported", () => {
    const starts = createStarts();
    started(starts, { id: "a", callId: "c1", runId: "r1", gates: [one, one] }, 0);
    ended(starts, "c1", 1);
    ended(starts, "c1", 1);
    expect(starts.slots).toEqual({ used: {}, holders: {} });
    expect(nextStart(starts, 1)).toBeUndefined();
  });
});

describe("the state of flow control", () => {
  it("is JSON", () => expect(JSON.parse(JSON.stringify(createFlow()))).toEqual(createFlow()));
});
