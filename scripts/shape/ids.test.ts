import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject, root } from "../run/project.ts";
import { type Id, idsOfChecks, idsOfLabs, repeated, strangers } from "./ids.ts";

const labs = idsOfLabs();
const files = globSync("src/content/checks/**/*.{yaml,yml}", { cwd: root })
  .sort()
  .map((file) => ({ file, text: readFileSync(inProject(file), "utf8") }));

describe("ids", () => {
  it("of labs and their predictions are unique", () => {
    expect(labs.length).toBeGreaterThan(0);
    expect(repeated(labs.flatMap(({ lab, predictions }) => [lab, ...predictions]))).toEqual([]);
  });

  it("of goals are unique and begin with their lab's id", () => {
    expect(labs.filter(({ goals }) => goals.length === 0)).toEqual([]);
    expect(repeated(labs.flatMap(({ goals }) => goals))).toEqual([]);
    expect(labs.flatMap(strangers)).toEqual([]);
  });

  it("of quick checks are unique, and every question has one", () => {
    const ids = files.flatMap(idsOfChecks);
    const questions = files.flatMap(({ text }) => text.match(/\bquestion:/g) ?? []);
    expect(ids.filter(({ id }) => typeof id === "string" && id !== "").length).toBe(questions.length);
    expect(questions.length).toBeGreaterThan(0);
    expect(repeated(ids)).toEqual([]);
  });
});

describe("an id", () => {
  const quiz = (...ids: string[]): string =>
    ids.flatMap((id) => [`- id: ${id}`, "  question: Q", "  options:", "    - id: yes-it-is"]).join("\n");

  it("of a check is found wherever it stands, and those of its options are not", () => {
    expect(idsOfChecks({ file: "a.yaml", text: quiz("a/one", '"a/two"') })).toEqual([
      { id: "a/one", where: "a.yaml" },
      { id: "a/two", where: "a.yaml" },
    ]);
    expect(idsOfChecks({ file: "b.yaml", text: "[{ question: Q, id: b/one }]" })).toEqual([{ id: "b/one", where: "b.yaml" }]);
  });

  it("that stands twice is told with its places, in one file or two", () => {
    const planted = [
      { file: "a.yaml", text: quiz("a/one", "a/one") },
      { file: "b.yaml", text: quiz("b/one", "a/one") },
    ];
    expect(repeated(planted.flatMap(idsOfChecks))).toEqual(["a/one: a.yaml, a.yaml, b.yaml"]);
  });

  it("of a goal that begins with another lab's is told", () => {
    const [lab] = labs;
    const planted: Id = { id: "elsewhere/goal", where: "planted" };
    expect(lab && strangers({ ...lab, goals: [...lab.goals, planted] })).toEqual(["planted: elsewhere/goal"]);
  });
});
