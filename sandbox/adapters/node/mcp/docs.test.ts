// The course's text for agents: found by path, searched within a bound.
import { describe, expect, it } from "vitest";
import { type Docs, findDoc, grepDocs } from "./docs.ts";

const docs: Docs = [
  {
    path: "reflexes/step-run",
    title: "Steps",
    description: "",
    text: "# Steps\n\nRecorded once, done at least once.\nCall step.run( with a name.",
  },
  { path: "start/long", title: "Long", description: "", text: `${"a".repeat(40)}!` },
];

describe("a page of the course", () => {
  it("is found by its path, with or without slashes and ending", () => {
    for (const path of ["reflexes/step-run", "/reflexes/step-run/", "reflexes/step-run.mdx"])
      expect(findDoc(docs, path)?.title).toBe("Steps");
  });

  it("is never a file of the machine", () => {
    for (const path of ["../../../etc/passwd", "/etc/passwd", "reflexes/../../secret", "reflexes", "..", "", "__proto__"])
      expect(findDoc(docs, path)).toBeUndefined();
  });
});

describe("a search in the course's text", () => {
  it("finds lines by a regular expression without regard to case, with file and line number", () => {
    expect(grepDocs(docs, "RECORDED (once|twice)", 10)).toEqual({
      ok: true,
      matches: [{ file: "reflexes/step-run", line: 3, content: "Recorded once, done at least once." }],
    });
  });

  it("takes what is no regular expression as it stands", () => {
    expect(grepDocs(docs, "step.run(", 10)).toMatchObject({ ok: true, matches: [{ line: 4 }] });
  });

  it("returns at most as many lines as asked for", () => {
    const found = grepDocs(docs, ".", 2);
    expect(found.ok && found.matches.length).toBe(2);
  });

  it("is stopped when its pattern backtracks without end, and says what to do", () => {
    const found = grepDocs(docs, "^(a+)+$", 10);
    expect(found).toMatchObject({ ok: false, why: expect.stringContaining("Give a plain word") as string });
  });

  it("refuses an empty and a very long pattern", () => {
    expect(grepDocs(docs, "", 10)).toMatchObject({ ok: false });
    expect(grepDocs(docs, "x".repeat(201), 10)).toMatchObject({ ok: false, why: expect.stringContaining("at most 200") as string });
  });
});
