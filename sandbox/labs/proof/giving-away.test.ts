// No text that a reader sees before an act's run answers its question, neither in the frame nor above it on the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { givenAway, seenBefore, type Seen } from "./giving-away.ts";
import { labSlugs, LABS, type LoadedLab, loadLab } from "./load.ts";

const PAGES = join(LABS, "../../src/content/docs");
const labs = labSlugs().map((slug) => loadLab(slug));

/** The page of a lab up to the lab, title and description included. */
function pageAbove({ lab: { definition } }: LoadedLab): Seen {
  const text = readFileSync(join(PAGES, `${definition.page.replaceAll(/^\/|\/$/g, "")}.mdx`), "utf8");
  return { where: `the page ${definition.page}, above the lab`, text: text.slice(0, text.indexOf("<Lab")) };
}

describe.each(labs.map((loaded) => ({ slug: loaded.slug, loaded })))("$slug", ({ loaded }) => {
  it.each(loaded.lab.proofs.filter(({ tells }) => tells.length > 0))("act $act: nothing answers its question before it is run", (proof) => {
    expect(givenAway([...seenBefore(loaded, proof), pageAbove(loaded)], proof.tells)).toEqual([]);
  });

  it("says of every question in which words its answer would be given away", () => {
    const asked = loaded.lab.proofs.filter(({ saw }) => saw !== undefined);
    expect(asked.filter(({ tells }) => tells.length === 0).map(({ act }) => act)).toEqual([]);
  });
});

it("a text that holds an answer's words is found, and one that holds a part of a word is not", () => {
  const seen = [
    { where: "a title", text: "It is entered twice." },
    { where: "a task", text: "Use the network." },
  ];
  expect(givenAway(seen, ["Twice"])).toEqual(['a title says "Twice": It is entered twice.']);
  expect(givenAway(seen, ["two"])).toEqual([]);
});
