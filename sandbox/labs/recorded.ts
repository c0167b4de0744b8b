// What `npm run labs:record` writes for each lab, and all that the site reads of it (`sandbox/labs/*/recorded.json`).
import type { Fact } from "../log/facts.ts";
import type { Files, WorldTable } from "../session/lab-session.ts";
import type { LabDefinition } from "./schema.ts";

/** A prepared change: whole files after it, and the lines it changes as a unified diff without header. */
export type PreparedChange = {
  readonly id: string;
  readonly label: string;
  readonly file: string;
  readonly diff: string;
  readonly files: Files;
};

/** A finished passage of one act, made by the engine from the act's solution. */
export type Recording = {
  readonly facts: readonly Fact[];
  /** Facts up to this `seq` may be read before the prediction; the rest is folded away. */
  readonly openUpTo: number;
  readonly tables: readonly WorldTable[];
};

export type RecordedLab = {
  readonly lab: LabDefinition;
  /** Every folder of files: `start`, `solution`, `wrong/<name>`. */
  readonly folders: { readonly [folder: string]: Files };
  readonly changes: { readonly [actId: string]: readonly PreparedChange[] };
  /** Unified diff from the act's start to its solution. */
  readonly solutions: { readonly [actId: string]: string };
  readonly recordings: { readonly [actId: string]: Recording };
  readonly goals: readonly {
    readonly id: string;
    readonly act: number;
    readonly title: string;
    readonly guided: boolean;
    readonly missing: string;
  }[];
};
