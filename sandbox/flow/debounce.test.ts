// Debounce: protocol.md 5.5, and random histories of events against a model that reads the whole history afterwards.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../log/facts.ts";
import { createDebounces, debounced, debounceEnded, decideDebounce, eventDue } from "./debounce.ts";
import { sizes } from "./model.kit.ts";
import type { DebounceRule } from "../log/rules.ts";

const { runs, timeout } = sizes(process.env["LONG"] === "1");
type Arrival = { readonly at: number; readonly key: string; readonly ts: number };
type Outcome = { readonly runs: readonly { readonly at: number; readonly id: string }[]; readonly skipped: readonly string[] };

function eventOf(id: string, ts: number): StoredEvent {
  return { eventId: id, name: "e", data: {}, ts, id, user: {} };
}

/** Plays a history of arrivals; what is due comes before what arrives (L6). */
function play(rule: DebounceRule, arrivals: readonly Arrival[]): Outcome {
  const debounces = createDebounces();
  const started: { at: number; id: string }[] = [];
  const skipped: string[] = [];
  const fire = (now: number): void => {
    const due = Object.entries(debounces.open).filter(([, { dueAt }]) => dueAt <= now);
    for (const [bucket, { dueAt }] of due.sort(([, a], [, b]) => a.dueAt - b.dueAt)) {
      expect(eventDue(debounces, bucket, dueAt - 1)).toBeUndefined();
      started.push({ at: dueAt, id: eventDue(debounces, bucket, dueAt)?.eventId ?? "" });
      debounceEnded(debounces, bucket);
    }
  };
  for (const [i, { at, key, ts }] of arrivals.entries()) {
    fire(at);
    const event = eventOf(`e${i}`, ts);
    const verdict = decideDebounce(debounces, rule, key, event, at);
    if (verdict.type !== "opens") skipped.push(verdict.skips.eventId);
    if (verdict.type !== "is-older") debounced(debounces, key, event, verdict.dueAt, at);
  }
  fire(Number.MAX_SAFE_INTEGER);
  return { runs: started, skipped };
}

/** The model: a group goes on while the next event that counts comes before the group is due. */
function byHindsight(rule: DebounceRule, arrivals: readonly Arrival[]): Outcome["runs"] {
  const all = arrivals.map((arrival, i) => ({ ...arrival, id: `e${i}` }));
  const found: { at: number; id: string }[] = [];
  for (const key of new Set(all.map((arrival) => arrival.key))) {
    let rest = all.filter((arrival) => arrival.key === key);
    while (rest.length > 0) {
      const first = rest[0];
      let [kept] = rest;
      if (first === undefined || kept === undefined) break;
      const bound = first.at + (rule.timeoutMs ?? Infinity);
      let due = Math.min(first.at + rule.periodMs, bound);
      let count = 1;
      for (const arrival of rest.slice(1)) {
        if (arrival.at >= due) break;
        count += 1;
        if (arrival.ts < kept.ts) continue;
        kept = arrival;
        due = Math.min(arrival.at + rule.periodMs, bound);
      }
      found.push({ at: due, id: kept.id });
      rest = rest.slice(count);
    }
  }
  return found;
}

const ordered = (list: Outcome["runs"]): unknown => [...list].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
const seconds = (rule: Omit<DebounceRule, "type">): DebounceRule => ({ type: "debounce", ...rule });
const everySecond = (count: number): Arrival[] => Array.from({ length: count }, (_, i) => ({ at: i * 1000, key: "k", ts: i * 1000 }));

describe("debounce", () => {
  it("starts one run, a period after the last event, with the newest", () =>
    expect(play(seconds({ periodMs: 2000 }), everySecond(5))).toEqual({
      runs: [{ at: 6000, id: "e4" }],
      skipped: ["e0", "e1", "e2", "e3"],
    }));
  it("keeps the event with the newest ts: an older one that comes later replaces nothing and moves nothing (5.5)", () =>
    expect(
      play(seconds({ periodMs: 2000 }), [
        { at: 0, key: "k", ts: 500 },
        { at: 1000, key: "k", ts: 400 },
      ]),
    ).toEqual({ runs: [{ at: 2000, id: "e0" }], skipped: ["e1"] }));
  it("starts at its timeout although events keep coming, and the next event opens another (5.5)", () =>
    expect(play(seconds({ periodMs: 2000, timeoutMs: 4000 }), everySecond(8)).runs).toEqual([
      { at: 4000, id: "e3" },
      { at: 8000, id: "e7" },
    ]));
  it("keeps keys apart", () =>
    expect(
      play(seconds({ periodMs: 1000 }), [
        { at: 0, key: "a", ts: 0 },
        { at: 500, key: "b", ts: 500 },
      ]).runs,
    ).toEqual([
      { at: 1000, id: "e0" },
      { at: 1500, id: "e1" },
    ]));

  const rules = fc.record(
    { type: fc.constant("debounce" as const), periodMs: fc.integer({ min: 1, max: 20 }), timeoutMs: fc.integer({ min: 0, max: 60 }) },
    { requiredKeys: ["type", "periodMs"] },
  );
  const histories = fc
    .array(
      fc.record({ gap: fc.integer({ min: 0, max: 15 }), key: fc.constantFrom("a", "b", "c"), back: fc.integer({ min: 0, max: 20 }) }),
      { maxLength: 50, size: "max" },
    )
    .map((list) => {
      let at = 0;
      return list.map(({ gap, key, back }) => ({ at: (at += gap), key, ts: at - back }));
    });

  it("starts each run at the time, and with the event, that the model finds (L6)", { timeout }, () => {
    fc.assert(
      fc.property(rules, histories, (rule, arrivals) => {
        expect(ordered(play(rule, arrivals).runs)).toEqual(ordered(byHindsight(rule, arrivals)));
      }),
      runs,
    );
  });
  it("loses nothing: each event starts one run or is skipped once (L9)", { timeout }, () => {
    fc.assert(
      fc.property(rules, histories, (rule, arrivals) => {
        const { runs: started, skipped } = play(rule, arrivals);
        expect([...started.map(({ id }) => id), ...skipped].sort()).toEqual(arrivals.map((_, i) => `e${i}`).sort());
      }),
      runs,
    );
  });
});
