// Every text that a lab may show in colors: whole files of each variant, and the diffs between them.
import { labSlugs, loadLab } from "../../sandbox/labs/proof/load.ts";

export type LabTexts = { readonly files: readonly string[]; readonly diffs: readonly string[] };

export { labSlugs };

/** The texts of the lab in this folder of `sandbox/labs`, each once. */
export async function textsOf(slug: string): Promise<LabTexts> {
  const { variants, changes, solutions } = loadLab(slug).sources;
  const diffs = [...Object.values(changes).flatMap((all) => all.map(({ diff }) => diff)), ...Object.values(solutions)];
  return {
    files: [...new Set(Object.values(variants).flatMap((files) => Object.values(files)))],
    diffs: [...new Set(diffs)].filter((diff) => diff !== ""),
  };
}
