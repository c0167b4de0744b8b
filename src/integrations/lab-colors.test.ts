import { describe, expect, it } from "vitest";
import { unpacked } from "../components/lab/model/code-tokens.ts";
import { hash } from "../components/lab/model/edits.ts";
import { colorsOf } from "./lab-colors.ts";
import { labSlugs, textsOf } from "./lab-texts.ts";

const labs = await Promise.all(labSlugs().map(async (slug) => ({ slug, texts: await textsOf(slug) })));

describe.each(labs)("at build, of $slug", ({ texts }) => {
  const colors = colorsOf(texts);
  const kindsIn = (text: string): ReadonlySet<string> =>
    new Set(unpacked(text, colors[hash(text)] ?? "")?.flatMap((line) => line.map(({ kind }) => kind)));

  it("every file is colored", () => {
    expect(texts.files.length).toBeGreaterThan(0);
    expect(texts.files.filter((text) => !kindsIn(text).has("keyword"))).toEqual([]);
  });

  it("every diff is colored", () => {
    expect(texts.diffs.length).toBeGreaterThan(0);
    expect(texts.diffs.filter((text) => kindsIn(text).size < 2)).toEqual([]);
  });
});

it("two texts under one hash end the build", () => {
  expect(hash("costarring")).toBe(hash("liquid"));
  expect(() => colorsOf({ files: ["costarring", "liquid"], diffs: [] })).toThrow("the same hash");
});
