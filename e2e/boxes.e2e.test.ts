// Every lab in one visit each, in the dark, on screens of all kinds: the first act in the middle of its run, and acts as they open. The
// small size opens the one with the most controls, the long one every act.
import { describe, it } from "vitest";
import type { LabDefinition } from "../sandbox/labs/kit/definition.ts";
import { labSlugs, loadLab } from "../sandbox/labs/proof/load.ts";
import { faultsOn } from "./boxes.ts";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

const labs = labSlugs().map((slug) => ({ slug, definition: loadLab(slug).lab.definition }));
const isLong = process.env["LONG"] === "1";

/** Which of the acts shows most to press and choose. */
function fullest({ acts }: LabDefinition): number {
  const sizes = acts.map(({ controls, changes, events }) => controls.length + changes.length + events.length);
  return sizes.indexOf(Math.max(...sizes));
}

describe.each(labs)("$slug", { concurrent: true }, ({ definition }) => {
  it("fits every screen, and nothing lies on anything else", async ({ expect, onTestFinished }) => {
    const { page } = await visit(definition.page, { phone: true, theme: "dark", ends: onTestFinished });
    const lab = new Lab(page, definition.id);
    const faults: string[] = [];
    const look = async (what: string): Promise<void> => void faults.push(...(await faultsOn(page)).map((fault) => `${what}: ${fault}`));
    await lab.press("Run");
    await lab.until("data-state", /settled|running/);
    await lab.until("data-run", /held|sleeping|waiting|completed/);
    await look("act 1, after Run");
    for (const index of isLong ? definition.acts.keys() : [fullest(definition)]) {
      await lab.act(index + 1);
      await look(`act ${index + 1}`);
    }
    expect(faults).toEqual([]);
  });
});
