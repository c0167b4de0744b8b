// What a reader can see of a lab before an act's question is answered: it must not answer it. The log's part of that is in the
// suite: the recording is open up to a fact before which nobody can read the answer off.
import type { ActProof } from "../kit/lab.ts";
import type { LoadedLab } from "./load.ts";
import { actOf } from "./record.ts";

export type Seen = { readonly where: string; readonly text: string };

/** Texts that stand in the page before the act's run: of the act itself, and what its neighbors say of themselves. */
export function seenBefore(loaded: LoadedLab, { act: id }: ActProof): readonly Seen[] {
  const { definition, goals } = loaded.lab;
  const own = actOf(loaded, id);
  const earlier = definition.acts.slice(0, definition.acts.indexOf(own));
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["the lab's title", definition.title],
    ...definition.acts.flatMap(({ id: act, title, task, announces }): (readonly [string, string | undefined])[] => [
      [`act ${act}, title`, title],
      [`act ${act}, task`, task],
      [`act ${act}, announces`, announces],
    ]),
    ...goals.flatMap(({ id: goal, title, missing }): (readonly [string, string])[] => [
      [`goal ${goal}, title`, title],
      [`goal ${goal}, before anything was done`, missing],
    ]),
    ...earlier.map(({ id: act, prediction }): readonly [string, string | undefined] => [`act ${act}, why`, prediction?.because]),
    ...own.hints.map((hint, at): readonly [string, string] => [`act ${id}, hint ${at + 1}`, hint]),
    ...own.changes.map(({ id: change, label }): readonly [string, string] => [`act ${id}, change ${change}`, label]),
    ...own.crashAt.map(({ label }): readonly [string, string] => [`act ${id}, moment`, label]),
  ];
  return texts.flatMap(([where, text]) => (text === undefined ? [] : [{ where, text }]));
}

/** Texts that hold an answer's words. */
export function givenAway(seen: readonly Seen[], tells: readonly string[]): readonly string[] {
  return seen.flatMap(({ where, text }) =>
    tells.flatMap((words) => (wordsOf(text).includes(wordsOf(words)) ? [`${where} says "${words}": ${text}`] : [])),
  );
}

/** In lower case, one space between words, so that "two" is no part of "network". */
const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9$.]+/g, " ")
    .replaceAll(/\.(?=\s|$)/g, "")
    .trim()} `;
