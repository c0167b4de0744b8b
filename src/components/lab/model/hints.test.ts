import { describe, expect, it } from "vitest";
import { hintsOf } from "./hints.ts";
import { anAct } from "./testing/an-act.ts";

const act = anAct({ controls: ["Run"], hints: ["Read the journal."] });
const open = { state: "open", text: "Press Run." } as const;

describe("the hints of an act", () => {
  it("are its own, the prepared changes, and the solution at the end", () => {
    const hints = hintsOf({ ...act, solution: "better", changes: [{ id: "better", label: "Better" }] }, [open]);
    expect(hints.map(({ leads }) => leads)).toEqual([undefined, "changes", "solution"]);
    expect(hints[0]?.text).toBe("Read the journal.");
  });
  it("name no menu in a challenge", () => {
    const hints = hintsOf({ ...act, open: true, solution: "better", hints: ["One.", "Two."] }, [open]);
    expect(hints.map(({ leads }) => leads)).toEqual([undefined, undefined, "solution"]);
  });
  it("end with what is missing where nothing has to be edited", () => {
    expect(hintsOf(act, [open]).at(-1)?.text).toBe("What is missing now: Press Run.");
    expect(hintsOf(act, [{ state: "met", text: "Done." }])).toEqual([{ text: "Read the journal." }]);
  });
  it("are none where an act has nothing to say", () => {
    expect(hintsOf({ ...act, hints: [] }, [open])).toEqual([]);
    expect(hintsOf(undefined, [])).toEqual([]);
  });
});
