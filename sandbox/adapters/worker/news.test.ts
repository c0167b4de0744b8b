import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fact } from "../../log/facts.ts";
import type { PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import { createNews, GATHER_MS } from "./news.ts";

const note = (seq: number): Fact => ({ seq, t: 0, type: "console", level: "log", text: "" });
const update = (seqs: readonly number[], codeVersion: number): SessionUpdate => ({
  facts: seqs.map(note),
  place: { codeVersion } as PlaceView,
});

/** News whose timer is turned by hand. */
function newsByHand() {
  const told: SessionUpdate[] = [];
  const timers: (() => void)[] = [];
  const waited: number[] = [];
  const news = createNews(
    (one) => told.push(one),
    (ms, ring) => (waited.push(ms), timers.push(ring)),
  );
  return { news, told, waited, ring: () => timers.shift()?.() };
}

it("the first goes out at once, and what follows goes together a few milliseconds later", () => {
  const { news, told, waited, ring } = newsByHand();
  news.add(update([1], 1));
  expect(told).toEqual([update([1], 1)]);
  news.add(update([2, 3], 2));
  news.add(update([], 3));
  expect(told).toHaveLength(1);
  ring();
  expect(told[1]).toEqual(update([2, 3], 3));
  expect(waited[0]).toBe(GATHER_MS);
});

it("a quiet while ends the gathering: the next goes out at once again", () => {
  const { news, told, ring } = newsByHand();
  news.add(update([1], 1));
  ring();
  news.add(update([2], 1));
  expect(told).toHaveLength(2);
});

it("every fact is told once and in order, and the place last told is the newest, however adds, flushes and timers fall", () => {
  const acts = fc.array(fc.constantFrom("add", "flush", "ring"), { maxLength: 60 });
  fc.assert(
    fc.property(acts, (script) => {
      const { news, told, ring } = newsByHand();
      let seq = 0;
      for (const act of script) {
        if (act === "add") news.add(update([(seq += 1)], seq));
        if (act === "flush") news.flush();
        if (act === "ring") ring();
      }
      news.flush();
      expect(told.flatMap(({ facts }) => facts.map((fact) => fact.seq))).toEqual(Array.from({ length: seq }, (_, n) => n + 1));
      expect(told.at(-1)?.place.codeVersion ?? 0).toBe(seq);
    }),
  );
});
