// A recorded walk as it is stored: facts, with the files of a variant named instead of repeated.
import type { Fact } from "../../log/facts.ts";
import type { Files, WorldTable } from "../../session/lab-session.ts";

/** A walk through one act, made by the engine. */
export type Recording = {
  readonly facts: readonly Fact[];
  /** Facts up to this `seq` may be read before the prediction; the rest is folded away. */
  readonly openUpTo: number;
  readonly tables: readonly WorldTable[];
  /** How many facts the walk had, where the recording holds only the first of them. */
  readonly cutFrom?: number;
};

type StoredFact = { readonly type: string; readonly files?: Files | string };
export type StoredRecording = Omit<Recording, "facts"> & { readonly facts: readonly StoredFact[] };
type Variants = { readonly [variant: string]: Files };

/** A recording of many runs is cut: more would be no table that anybody reads, and a page that nobody loads. */
export const MOST_BYTES = 60_000;

export function storedAs(recording: Recording, variants: Variants): StoredRecording {
  const named = new Map(Object.entries(variants).map(([name, files]) => [JSON.stringify(files), name]));
  const all = recording.facts.map((fact): StoredFact => {
    if (fact.type !== "code.deployed") return fact;
    return { ...fact, files: named.get(JSON.stringify(fact.files)) ?? fact.files };
  });
  const facts = firstBytes(all);
  return { ...recording, facts, ...(facts.length < all.length && { cutFrom: all.length }) };
}

function firstBytes(all: readonly StoredFact[]): readonly StoredFact[] {
  let bytes = 0;
  const end = all.findIndex((fact) => (bytes += JSON.stringify(fact).length + 1) > MOST_BYTES);
  return end < 0 ? all : all.slice(0, end);
}

export function recordingOf(stored: StoredRecording, variants: Variants): Recording {
  const facts = stored.facts.map((fact) => (typeof fact.files === "string" ? { ...fact, files: variants[fact.files] ?? {} } : fact));
  return { ...stored, facts: facts as unknown as readonly Fact[] };
}
