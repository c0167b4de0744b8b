// What the proof of a promise can find, on a variant that does not keep it.
import { describe, expect, it } from "vitest";
import { loadLab } from "./load.ts";
import { disturbed } from "./promise.ts";

describe("the proof of a promise", () => {
  it("finds every effect that a crash doubles where it has no key, and nothing else", async () => {
    const loaded = loadLab("06-step-run");
    const { promise } = loaded.lab;
    const lefts = promise === undefined ? [] : await disturbed(loaded, promise, "noKey");
    expect(lefts.filter(({ left, due }) => left !== due).map(({ how, left }) => `${how} -> ${left}`)).toEqual([
      "killed after effect, before record: save-draft-reply -> completed: 2 drafts, 1 message",
      "killed after effect, before record: notify-reviewer -> completed: 1 draft, 2 messages",
    ]);
  });
});
