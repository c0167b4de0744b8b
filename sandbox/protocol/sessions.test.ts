import { describe, expect, it } from "vitest";
import type { Json } from "../log/json.ts";
import { decodeEvents } from "./events.ts";
import { sessionsOf } from "./sessions.ts";

const decode = (meta: Json) => decodeEvents(JSON.stringify({ name: "a", meta }));
const sessionsIn = (meta: Json) => decode(meta).events[0]?.meta?.sessions;
const many = (count: number, prefix = "s"): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, "1"]));

describe("an event's sessions", () => {
  it("are names with an id each, a number as its text", () => {
    expect(sessionsIn({ sessions: { user: "ada", order: 7 } })).toEqual({ user: "ada", order: "7" });
    expect([sessionsIn({}), sessionsIn(null), sessionsIn({ sessions: {} })]).toEqual([undefined, undefined, undefined]);
  });

  it("take in what the sending run hands on, where the sender says nothing else", () => {
    const inherited = { user: "ada", chat: "c1" };
    expect(sessionsIn({ sessions: { user: "bob" }, propagated_sessions: inherited })).toEqual({ user: "bob", chat: "c1" });
    expect(sessionsIn({ sessions: { user: null }, propagated_sessions: inherited })).toEqual({ chat: "c1" });
    expect(sessionsIn({ sessions: null, propagated_sessions: inherited })).toBeUndefined();
  });

  it("are filled up to 5 in the order of their names; more of one's own are refused (protocol.md 5.14)", () => {
    const filled = sessionsIn({ sessions: many(4), propagated_sessions: { z: "1", a: "1" } });
    expect(Object.keys(filled ?? {})).toEqual([...Object.keys(many(4)), "a"]);
    expect(decode({ sessions: many(6) }).error).toBe("event sessions can include at most 5 entries");
  });

  it.each<[Json, string]>([
    ["text", "event meta must be an object"],
    [{ sessions: ["a"] }, "event sessions must be an object"],
    [{ sessions: { a: true } }, 'event session "a" must be a string, number, or null'],
    [{ sessions: { a: "" } }, 'event session "a" cannot have an empty ID'],
    [{ sessions: { "": "1" } }, "event session keys cannot be empty"],
    [{ other: "x".repeat(33_000) }, "event meta is over the max size: Max 32768 bytes / Size 33012 bytes"],
  ])("of the wrong shape are refused: %#", (meta, error) => {
    expect(decode(meta).error).toBe(error);
  });
});

describe("a run's sessions", () => {
  it("are those of all its events, each once, at most 25, in the order of UTF-8", () => {
    const event = (sessions: Record<string, string>) => ({
      eventId: "e",
      name: "a",
      data: {},
      ts: 0,
      id: "e",
      user: {},
      meta: { sessions },
    });
    expect(sessionsOf([event({ b: "1" }), event({ a: "2", b: "1" }), event({ a: "1" })])).toEqual([
      ["a", "1"],
      ["a", "2"],
      ["b", "1"],
    ]);
    expect(sessionsOf([0, 1, 2, 3, 4, 5].map((i) => event(many(5, `${i}`))))).toHaveLength(25);
    expect(sessionsOf([event({ "\u{1f600}": "1", "\uffee": "1" })]).map(([name]) => name)).toEqual(["\uffee", "\u{1f600}"]);
  });
});
