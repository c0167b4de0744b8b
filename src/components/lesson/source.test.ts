import { describe, expect, it } from "vitest";
import { readCourse } from "../../content/read.ts";
import { sourceOf } from "./source.ts";

const course = readCourse(process.cwd());
const [lab] = course.labs;
const id = lab?.id ?? "";

describe("a stretch of a lab's file", () => {
  it("is the lab's first file as it starts, where nothing else is asked for", () => {
    const [first = ""] = lab?.files ?? [];
    expect(sourceOf(course, { lab: id })).toEqual({ file: first, code: lab?.variants["start"]?.[first]?.trimEnd() });
  });

  it("fails by name for a lab, a variant or a file that is not there", () => {
    expect(() => sourceOf(course, { lab: "none" })).toThrow('No lab "none"');
    expect(() => sourceOf(course, { lab: id, variant: "none" })).toThrow('No variant "none"');
    expect(() => sourceOf(course, { lab: id, file: "none.ts" })).toThrow('No file "none.ts"');
    expect(() => sourceOf(course, { lab: id, from: "no such line" })).toThrow(`of ${id}, start: No line holds "no such line"`);
  });
});
