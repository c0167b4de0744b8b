import { describe, expect, it } from "vitest";
import { lanesOf, rowsOf, sequenceInWords } from "./sequence.ts";
import type { Message } from "./sequence.ts";

const messages: readonly Message[] = [
  { from: "engine", to: "host", says: "call" },
  { at: "host", is: "crash", says: "killed" },
  { from: "host", to: "engine", says: "done", lost: true },
  { at: "host", is: "back", says: "started" },
  { from: "host", to: "engine", says: "done" },
];

describe("a sequence of messages", () => {
  it("has a lane for whoever takes part, in one order", () => {
    expect(lanesOf(messages)).toEqual(["engine", "host"]);
    expect(lanesOf([{ at: "world", says: "paid" }, ...messages])).toEqual(["engine", "host", "world"]);
  });

  it("points from the sender to the receiver", () => {
    expect(rowsOf(messages).map(({ kind, first, last }) => [kind, first, last])).toEqual([
      ["right", 0, 1],
      ["crash", 1, 1],
      ["left", 0, 1],
      ["back", 1, 1],
      ["left", 0, 1],
    ]);
  });

  it("shows the host dead from its crash until it is back", () => {
    expect(rowsOf(messages).map(({ alive }) => alive)).toEqual([true, true, false, true, true]);
  });

  it("refuses a message that says nothing, or stands nowhere", () => {
    const [first] = messages;
    expect(() => rowsOf([{ from: "engine", to: "host" } as unknown as Message])).toThrow("Message 1 needs says");
    expect(() => rowsOf([first, { at: "nowhere", says: "hello" }] as readonly Message[])).toThrow("Message 2 needs says");
  });

  it("says in words who sends what to whom, and what is lost", () => {
    expect(sequenceInWords(messages)).toEqual([
      "engine to host: call",
      "host: killed",
      "host to engine, lost: done",
      "host: started",
      "host to engine: done",
    ]);
  });
});
