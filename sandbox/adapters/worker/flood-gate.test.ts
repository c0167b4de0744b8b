import { describe, expect, test } from "vitest";
import { createFloodGate, MOST_CHARACTERS, MOST_LINES, MOST_REQUESTS } from "./flood-gate.ts";

const line = (text: string) => ({ type: "console", level: "log", text }) as const;
const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe("a flood gate", () => {
  test("lets a chatty step through, line by line", () => {
    const gate = createFloodGate();
    expect(repeat(MOST_LINES - 1, () => gate.note(line("x")))).toEqual(repeat(MOST_LINES - 1, () => line("x")));
  });

  test("cuts the console of a loop that never pauses, and says so once", () => {
    const gate = createFloodGate();
    const passed = repeat(MOST_LINES * 3, () => gate.note(line("x"))).filter((note) => note !== undefined);
    expect(passed).toHaveLength(MOST_LINES);
    expect(passed.at(-1)).toMatchObject({ level: "warn", text: expect.stringContaining("the rest is not shown") as string });
  });

  test("never holds back what the engine's log is made of", () => {
    const gate = createFloodGate();
    repeat(MOST_LINES * 2, () => gate.note(line("x")));
    const entered = { type: "handler.entered", callId: "c" } as const;
    expect(gate.note(entered)).toBe(entered);
  });

  test("starts anew after every answer from outside", () => {
    const gate = createFloodGate();
    repeat(MOST_LINES * 2, () => gate.note(line("x")));
    repeat(MOST_REQUESTS, () => gate.request());
    gate.paused();
    expect(gate.note(line("y"))).toEqual(line("y"));
    expect(() => gate.request()).not.toThrow();
  });

  test("fails requests that nobody waits for, where the loop is", () => {
    const gate = createFloodGate();
    repeat(MOST_REQUESTS, () => gate.request());
    expect(() => gate.request()).toThrow("Is there a loop that does not end?");
  });

  test("cuts a line that is too long to read", () => {
    const cut = createFloodGate().note(line("x".repeat(MOST_CHARACTERS + 5)));
    expect(cut?.type === "console" && cut.text.endsWith("… (5 more characters)")).toBe(true);
  });
});
