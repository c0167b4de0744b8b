// Every text that a lab may show in colors: whole files of each folder, and the diffs between them.
import { diffOf, preparedChanges } from "../../sandbox/labs/changes.ts";
import { labSlugs, loadLab } from "../../sandbox/labs/load.ts";

export type LabTexts = { readonly files: readonly string[]; readonly diffs: readonly string[] };

export { labSlugs };

/** The texts of the lab in this folder of `sandbox/labs`, each once. */
export async function textsOf(slug: string): Promise<LabTexts> {
  const loaded = await loadLab(slug);
  const { lab, folders } = loaded;
  const changes = lab.acts.flatMap((act) => preparedChanges(loaded, act).map((change) => change.diff));
  const solutions = lab.acts.map((act) => diffOf(folders[act.starts] ?? {}, folders[act.solution] ?? {}));
  return {
    files: [...new Set(Object.values(folders).flatMap((files) => Object.values(files)))],
    diffs: [...new Set([...changes, ...solutions])].filter((diff) => diff !== ""),
  };
}
