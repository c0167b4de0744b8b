import { describe, expect, it } from "vitest";
import type { Fact } from "../log/facts.ts";
import { filledData } from "../session/event.ts";
import { changedLines, diffOf, MOST_CHANGED_LINES, preparedChanges } from "./changes.ts";
import { comparable, firstDifference } from "./comparable.ts";
import { labSlugs, loadLab, parseLab } from "./load.ts";

const labs = await Promise.all((await labSlugs()).map(loadLab));

describe("lab.yaml", () => {
  it("names the path of every mistake", () => {
    const text = `id: x\nnumber: L0\ntitle: X\npage: /x/\nclock: "2026-11-23T09:00:00Z"\nseed: x\nfiles: [a.ts]\nworld: {}\nacts:\n  - { id: a, title: A, task: T, controls: [Walk], rails: [], tabs: [], events: [{ label: E, name: e, data: {} }], hold: 1 }\n`;
    expect(() => parseLab(text, "99-x/lab.yaml")).toThrow(
      /99-x\/lab\.yaml: acts\[0\]\.controls\[0\]: [^\n]*\n99-x\/lab\.yaml: acts\[0\]: [^\n]*"hold"/,
    );
  });
});

describe.each(labs)("the files of $slug", (loaded) => {
  const files = Object.entries(loaded.folders).flatMap(([folder, inside]) =>
    Object.entries(inside).map(([name, text]) => ({ path: `${folder}/${name}`, name, text })),
  );

  it("fit 60 columns", () => {
    expect(
      files.flatMap(({ path, text }) =>
        text
          .split("\n")
          .filter((line) => line.length > 60)
          .map((line) => `${path}: ${line}`),
      ),
    ).toEqual([]);
  });

  it("have the same doors to the world in every folder but where the door is the lesson", () => {
    const [shown] = loaded.lab.files;
    const doors = files.filter(({ name, path }) => name !== shown && !path.startsWith("solution-stored/"));
    const variants = loaded.lab.files
      .slice(1)
      .map((name) => [name, new Set(doors.filter((door) => door.name === name).map((door) => door.text)).size]);
    expect(variants).toEqual(loaded.lab.files.slice(1).map((name) => [name, 1]));
  });

  it("are folded, on a phone, to lines that begin and end in code", () => {
    const [shown = ""] = loaded.lab.files;
    const ends = loaded.lab.acts.flatMap((act) => {
      const lines = (loaded.folders[act.starts]?.[shown] ?? "").split("\n");
      return (act.focus ?? []).map((line) => lines[line - 1] ?? "");
    });
    expect(ends.filter((line) => line.trim() === "")).toEqual([]);
  });

  it("change by at most eight lines in one file with each prepared change", () => {
    const changes = loaded.lab.acts.flatMap((act) => preparedChanges(loaded, act));
    expect(changes.filter((change) => changedLines(change.diff) > MOST_CHANGED_LINES || changedLines(change.diff) === 0)).toEqual([]);
  });
});

describe("a diff", () => {
  it("shows what was taken away and added, with two lines around it", () => {
    expect(diffOf({ "a.ts": "1\n2\n3\n4\n" }, { "a.ts": "1\n2\nthree\n4\n" })).toBe("@@ -1,4 +1,4 @@\n 1\n 2\n-3\n+three\n 4");
  });
});

describe("a comparison", () => {
  const killed: Fact = { seq: 1, t: 5, type: "host.contained", host: 1, why: "no-answer", forMs: 812 };
  const failed: Fact = { seq: 2, t: 6, type: "call.failed", runId: "r", fn: "f", callId: "c", kind: "unreachable", message: "gone" };

  it("leaves out the machine's own time and stack frames, and nothing else", () => {
    expect(comparable(killed)).toEqual({ seq: 1, t: 5, type: "host.contained", host: 1, why: "no-answer" });
    expect(
      comparable({
        seq: 1,
        t: 5,
        type: "run.failed",
        runId: "r",
        fn: "f",
        code: "function-error",
        error: { name: "E", message: "m", stack: "E: m\n at x" },
      }),
    ).toMatchObject({ error: { name: "E", message: "m" } });
    expect(firstDifference([killed], [{ ...killed, forMs: 901 }])).toBeUndefined();
  });

  it("names the first fact that differs, is new or is gone", () => {
    expect(firstDifference([killed, failed], [killed, { ...failed, t: 7 }])).toMatch(/^fact 2:\n {2}was .*"t":6.*\n {2}is {2}.*"t":7/);
    expect(firstDifference([killed], [killed, failed])).toMatch(/^fact 2: new/);
    expect(firstDifference([killed, failed], [killed])).toMatch(/^fact 2: gone/);
  });
});

describe("an event that a lab offers", () => {
  it("gets a number that no earlier event of its name has", () => {
    const event = { name: "refund/requested", data: { requestId: "r-{n}", lines: [{ id: "{n}" }], cents: 5 } };
    const received: Fact = {
      seq: 1,
      t: 0,
      type: "event.received",
      eventId: "e",
      name: "refund/requested",
      data: {},
      ts: 0,
      id: "e",
      user: {},
      source: "learner",
    };
    expect(filledData(event, [])).toEqual({ requestId: "r-101", lines: [{ id: "101" }], cents: 5 });
    expect(filledData(event, [received, { ...received, name: "other" }])).toMatchObject({ requestId: "r-102" });
  });
});
