// Colors of what the lab shows: prepared by the build for every text of the lab, made in the page for what the reader typed.
// Code is plain until its colors are here, and stays plain if they cannot be loaded.
import { signal } from "@preact/signals";
import { type Colors, type Line, plainLines, unpacked } from "./code-tokens.ts";
import { hash } from "./edits.ts";

type Colored = (code: string) => readonly Line[];
export type ColorSources = {
  /** The build's colors of every text of the lab. */
  readonly lab: () => Promise<Colors>;
  /** What colors any other code. */
  readonly typed: () => Promise<Colored>;
};
export type CodeColors = ReturnType<typeof createCodeColors>;

/** Of all these colors those of a few texts. */
export function colorsFor(texts: readonly string[], all: Colors): Colors {
  const hashes = new Set(texts.map(hash));
  return Object.fromEntries(Object.entries(all).filter(([key]) => hashes.has(key)));
}

/** `first`: colors that stand in the page, so that its code has them before anything is loaded. */
export function createCodeColors(first: Colors, sources: ColorSources) {
  const known = signal(first);
  const typed = signal<Colored | undefined>(undefined);
  const made = new Map<string, readonly Line[]>();

  const keep = (text: string, lines: readonly Line[] | undefined): readonly Line[] | undefined => {
    if (lines !== undefined) made.set(text, lines);
    return lines;
  };
  const prepared = (text: string): readonly Line[] | undefined => {
    const colors = known.value[hash(text)];
    return made.get(text) ?? (colors === undefined ? undefined : keep(text, unpacked(text, colors)));
  };
  const load = once(async () => void (known.value = { ...first, ...(await sources.lab()) }));
  const loadTyped = once(async () => void (typed.value = await sources.typed()));

  return {
    /** Lines of code in the colors that are here by now. Reads signals: whoever draws them is told of better ones. */
    linesOf: (code: string): readonly Line[] => prepared(code) ?? keep(code, typed.value?.(code)) ?? plainLines(code),
    /** Lines of a diff that the build has made. */
    linesOfDiff: (diff: string): readonly Line[] => prepared(diff) ?? plainLines(diff),
    /** Loads the lab's colors, so that the next act's code appears with them. */
    load,
    /** Loads what colors typed code, so that it is there when the code is applied. */
    loadTyped,
    /** Loads what this code lacks. */
    async want(code: string): Promise<void> {
      if (prepared(code) === undefined) await load();
      if (prepared(code) === undefined) await loadTyped();
    },
  };
}

/** One load for all that ask. One that failed is no trouble for the lab, and is tried again. */
function once(load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  return () => (loading ??= load().catch(() => void (loading = undefined)));
}
