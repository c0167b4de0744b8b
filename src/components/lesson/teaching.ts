// Notes for whoever teaches a lesson, one for each act of its lab.
import type { Lab } from "../../content/labs.ts";

export type Note = {
  /** Wrong answers to expect, and what is behind them. */
  readonly expect: string;
  /** A question to discuss. */
  readonly ask: string;
  /** Where to stop and look up. */
  readonly stop: string;
};

/** The notes with the acts' titles. Throws where an act has none. */
export function taught(lab: Lab, notes: readonly Note[]): readonly (Note & { readonly title: string })[] {
  if (notes.length !== lab.acts.length) throw new Error(`The lab ${lab.id} has ${lab.acts.length} acts, and ${notes.length} notes.`);
  return notes.map((note, at) => ({ ...note, title: `Act ${at + 1}: ${lab.acts[at]?.title ?? ""}` }));
}
