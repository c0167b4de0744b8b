// Batching: protocol.md 5.7, and random histories of events against a model that cuts the whole history into batches afterwards.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BATCH_BYTES, batched, batchEnded, createBatches, decideBatch, eventsOfBatch, isBatchDue } from "./batching.ts";
import { sizes } from "./model.kit.ts";
import type { BatchRule } from "../log/rules.ts";

const { runs, timeout } = sizes(process.env["LONG"] === "1");
type Arrival = { readonly at: number; readonly key: string; readonly isWanted: boolean };
type Run = { readonly at: number; readonly events: readonly string[] };

function play(rule: BatchRule, arrivals: readonly Arrival[]): readonly Run[] {
  const batches = createBatches();
  const started: Run[] = [];
  const go = (bucket: string, at: number): void => {
    started.push({ at, events: eventsOfBatch(batches, bucket).map((event) => event.eventId) });
    batchEnded(batches, bucket);
  };
  const due = (now: number): void => {
    const open = Object.entries(batches.open).filter(([bucket]) => isBatchDue(batches, bucket, now));
    for (const [bucket, { dueAt }] of open) go(bucket, dueAt);
  };
  for (const [i, { at, key, isWanted }] of arrivals.entries()) {
    due(at);
    const id = `e${i}`;
    const verdict = decideBatch(batches, rule, key, { isWanted, bytes: 10 }, at);
    if (verdict.type === "alone") started.push({ at, events: [id] });
    else batched(batches, key, { eventId: id, name: "e", data: {}, ts: at, id, user: {} }, 10, verdict.dueAt);
    if (verdict.type !== "alone") expect(batches.open[key]?.dueAt).toBe(verdict.dueAt);
    if (verdict.type === "fills") go(key, at);
  }
  due(Number.MAX_SAFE_INTEGER);
  return started;
}

function byHindsight({ maxSize, timeoutMs }: BatchRule, arrivals: readonly Arrival[]): readonly Run[] {
  const all = arrivals.map((arrival, i) => ({ ...arrival, id: `e${i}` }));
  const found: Run[] = all.filter((each) => !each.isWanted).map(({ at, id }) => ({ at, events: [id] }));
  for (const key of new Set(all.map((each) => each.key))) {
    let rest = all.filter((each) => each.key === key && each.isWanted);
    for (let first = rest[0]; first !== undefined; first = rest[0]) {
      const dueAt = first.at + timeoutMs;
      const together = rest.filter((each) => each.at < dueAt).slice(0, maxSize);
      const last = together.at(-1);
      found.push({ at: together.length === maxSize && last !== undefined ? last.at : dueAt, events: together.map((each) => each.id) });
      rest = rest.slice(together.length);
    }
  }
  return found;
}

const ordered = (list: readonly Run[]): unknown => list.map((run) => JSON.stringify(run)).sort();
const wanted = (...times: readonly number[]): Arrival[] => times.map((at) => ({ at, key: "k", isWanted: true }));
const three: BatchRule = { type: "batch", maxSize: 3, timeoutMs: 1000 };

describe("a batch", () => {
  it("goes at once when it is full, in order of arrival", () =>
    expect(play(three, wanted(0, 100, 200, 300))).toEqual([
      { at: 200, events: ["e0", "e1", "e2"] },
      { at: 1300, events: ["e3"] },
    ]));
  it("goes at its timeout, counted from its first event, also when it is alone (5.7)", () =>
    expect(play(three, wanted(0, 900, 5000))).toEqual([
      { at: 1000, events: ["e0", "e1"] },
      { at: 6000, events: ["e2"] },
    ]));
  it("leaves out an event that its condition does not let pass: the event runs alone at once (5.7)", () =>
    expect(play(three, [...wanted(0), { at: 10, key: "k", isWanted: false }])).toEqual([
      { at: 10, events: ["e1"] },
      { at: 1000, events: ["e0"] },
    ]));
  it("goes when it has grown to 10 MiB (corrections E)", () =>
    expect(decideBatch(createBatches(), three, "k", { isWanted: true, bytes: BATCH_BYTES }, 0)).toEqual({
      type: "fills",
      why: "bytes",
      dueAt: 1000,
      size: 1,
    }));

  const rules = fc.record({
    type: fc.constant("batch" as const),
    maxSize: fc.integer({ min: 2, max: 5 }),
    timeoutMs: fc.integer({ min: 1, max: 60 }),
  });
  const histories = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: 30 }),
        key: fc.constantFrom("a", "b"),
        isWanted: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.boolean()),
      }),
      { maxLength: 50, size: "max" },
    )
    .map((list) => {
      let at = 0;
      return list.map(({ gap, key, isWanted }) => ({ at: (at += gap), key, isWanted }));
    });

  it("has the events, and closes at the time, that the model finds (L6)", { timeout }, () => {
    fc.assert(
      fc.property(rules, histories, (rule, arrivals) => {
        expect(ordered(play(rule, arrivals))).toEqual(ordered(byHindsight(rule, arrivals)));
      }),
      runs,
    );
  });
  it("loses nothing and is never too large: each event is in one run (L9)", { timeout }, () => {
    fc.assert(
      fc.property(rules, histories, (rule, arrivals) => {
        const started = play(rule, arrivals);
        expect(started.flatMap((run) => run.events).sort()).toEqual(arrivals.map((_, i) => `e${i}`).sort());
        expect(started.filter((run) => run.events.length > rule.maxSize)).toEqual([]);
      }),
      runs,
    );
  });
});
