// The ids that readers' progress is kept by, each with where it stands. Labs are loaded and YAML is parsed, never searched by
// pattern: how a file is written decides nothing here.
import { parse } from "yaml";
import { labSlugs, loadLab } from "../../sandbox/labs/proof/load.ts";

export type Id = { readonly id: string; readonly where: string };
export type LabIds = { readonly lab: Id; readonly predictions: readonly Id[]; readonly goals: readonly Id[] };

/** Of every lab, as it is when it is loaded. */
export function idsOfLabs(): readonly LabIds[] {
  return labSlugs().map((slug) => {
    const { definition, goals } = loadLab(slug).lab;
    return {
      lab: { id: definition.id, where: slug },
      predictions: definition.acts.flatMap(({ prediction }) => (prediction === undefined ? [] : [{ id: prediction.id, where: slug }])),
      goals: goals.map(({ id }) => ({ id, where: slug })),
    };
  });
}

/** Of the quick checks in one YAML file; their options' ids need only differ within a check. */
export const idsOfChecks = ({ file, text }: { readonly file: string; readonly text: string }): Id[] =>
  (parse(text) as { id: string }[]).map(({ id }) => ({ id, where: file }));

/** Ids that stand more than once, each with all places where it stands. */
export function repeated(ids: readonly Id[]): string[] {
  const places = Map.groupBy(ids, ({ id }) => id);
  return [...places].filter(([, all]) => all.length > 1).map(([id, all]) => `${id}: ${all.map(({ where }) => where).join(", ")}`);
}

/** Ids that do not begin with their lab's. */
export const strangers = ({ lab, goals }: LabIds): string[] =>
  goals.filter(({ id }) => !id.startsWith(`${lab.id}/`)).map(({ id, where }) => `${where}: ${id}`);
