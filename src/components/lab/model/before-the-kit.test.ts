// What readers kept before labs were written as `lab.ts`: their links, edits and progress, taken then, must open now.
import { describe, expect, it } from "vitest";
import { labSlugs, loadLab } from "../../../../sandbox/labs/proof/load.ts";
import { journalRows } from "./journal-model.ts";
import { withEdits } from "./edits.ts";
import fixtures from "./fixtures/before-the-kit.json" with { type: "json" };
import { fromFragment } from "./share.ts";

const labs = labSlugs().map((slug) => loadLab(slug));
const labOf = (id: string) => labs.find(({ lab }) => lab.definition.id === id);

describe("from before the kit", () => {
  it.each(fixtures.links)("a link to $lab, act $act, still opens with its facts", async ({ lab, act, fragment }) => {
    const link = await fromFragment(fragment, lab);
    const shared = link.ok ? link.shared : undefined;
    expect(shared?.act).toBe(act);
    expect(labOf(lab)?.lab.definition.acts.some(({ id }) => id === act)).toBe(true);
    expect(journalRows(shared?.facts ?? []).some((row) => row.type === "run.created")).toBe(true);
  });

  it.each(fixtures.edits)("an edit of $file in $lab, act $act, comes back", ({ lab, act, file, keys }) => {
    const loaded = labOf(lab);
    const starts = loaded?.lab.definition.acts.find(({ id }) => id === act)?.starts ?? "";
    const storage = {
      getItem: (key: string) => (keys.includes(key) ? "mine" : null),
      setItem: () => undefined,
      removeItem: () => undefined,
    };
    expect(withEdits(storage, lab, loaded?.sources.variants[starts] ?? {})[file]).toBe("mine");
  });

  it("every goal and prediction that progress may hold is still there", () => {
    const goals = labs.flatMap(({ lab }) => lab.goals.map(({ id }) => id));
    const predictions = labs.flatMap(({ lab }) => lab.definition.acts.flatMap(({ prediction }) => prediction?.id ?? []));
    expect(fixtures.goals.filter((id) => !goals.includes(id))).toEqual([]);
    expect(fixtures.predictions.filter((id) => !predictions.includes(id))).toEqual([]);
  });
});
