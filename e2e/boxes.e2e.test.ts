// Every lab in one visit each, in the dark: every act as it opens, and the first one in the middle of its run, on screens of all kinds.
import { describe, expect, it } from "vitest";
import { labSlugs, loadLab } from "../sandbox/labs/proof/load.ts";
import { faultsOn } from "./boxes.ts";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

const labs = labSlugs().map((slug) => ({ slug, definition: loadLab(slug).lab.definition }));

describe.each(labs)("$slug", ({ definition }) => {
  it("fits every screen, and nothing lies on anything else", async () => {
    const { page } = await visit(definition.page, { phone: true, theme: "dark" });
    const lab = new Lab(page, definition.id);
    const faults: string[] = [];
    const look = async (what: string): Promise<void> => void faults.push(...(await faultsOn(page)).map((fault) => `${what}: ${fault}`));
    await lab.press("Run");
    await lab.until("data-state", /settled|running/);
    await lab.until("data-run", /held|sleeping|waiting|completed/);
    await look("act 1, after Run");
    for (const [index, { id }] of definition.acts.entries()) {
      await lab.act(index + 1);
      await look(id);
    }
    expect(faults).toEqual([]);
  });
});
