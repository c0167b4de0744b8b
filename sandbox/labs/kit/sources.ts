// The texts of a lab as places and pages take them: every variant as whole files, and what differs between two of them.
import { structuredPatch } from "diff";
import type { Files } from "../../session/lab-session.ts";
import type { Act } from "./definition.ts";
import type { Lab } from "./lab.ts";
import { LabMistake, linedVariants, MOST_CHANGED_LINES, textOf } from "./variants.ts";
import type { Texts } from "./variants.ts";

/** A prepared change: the variant, its label, the one file that it changes and how, as a unified diff without header. */
export type PreparedChange = { readonly id: string; readonly label: string; readonly file: string; readonly diff: string };

export type LabSources = {
  /** Every variant's files, in the order in which they are shown; `start` is one of them. */
  readonly variants: { readonly [variant: string]: Files };
  readonly changes: { readonly [act: string]: readonly PreparedChange[] };
  /** Unified diff from the act's start to its solution. */
  readonly solutions: { readonly [act: string]: string };
};

/** `doors`: the texts of `sandbox/labs/doors`. Throws a `LabMistake` for whatever in the lab does not fit together. */
export function sourcesOf(lab: Lab, texts: Texts, doors: Files): LabSources {
  const { id, files, acts } = lab.definition;
  const made = linedVariants(id, lab.variants, texts);
  const shared = Object.fromEntries(lab.doors.map((name) => [name, doorOf(lab, doors, name)]));
  const variants = Object.fromEntries(
    Object.entries(made).map(([name, own]) => {
      const all: Files = { ...shared, ...Object.fromEntries(Object.entries(own).map(([file, text]) => [file, textOf(text)])) };
      return [name, inOrder(id, all, files)];
    }),
  );
  checkImports(id, variants.start ?? {});
  for (const name of Object.keys(lab.variants)) checkSize(lab, variants, name);
  return {
    variants,
    changes: Object.fromEntries(acts.map((act) => [act.id, changesOf(id, variants, act)])),
    solutions: Object.fromEntries(acts.map((act) => [act.id, diffOf(variants[act.starts] ?? {}, variants[act.solution] ?? {})])),
  };
}

function doorOf(lab: Lab, doors: Files, name: string): string {
  const text = doors[name];
  if (text === undefined)
    throw new LabMistake(`${lab.definition.id}/lab.ts: there is no door ${name}. Put it into sandbox/labs/doors, or list it under shows.`);
  return text;
}

function inOrder(lab: string, all: Files, order: readonly string[]): Files {
  const odd = Object.keys(all).find((name) => !order.includes(name));
  if (odd !== undefined) throw new LabMistake(`${lab}/${odd} is listed under shows by no one. List it in lab.ts, or delete it.`);
  return Object.fromEntries(order.filter((name) => name in all).map((name) => [name, all[name] ?? ""]));
}

/** What a file imports must be shown: of a type that is missing the compiler sees nothing, and it hides mistakes. */
function checkImports(lab: string, all: Files): void {
  for (const [file, text] of Object.entries(all)) {
    const missing = [...text.matchAll(/from "\.\/([^"]+)"/g)].map(([, name = ""]) => name).find((name) => !(name in all));
    if (missing !== undefined)
      throw new LabMistake(`${lab}/lab.ts: ${file} imports ${missing}, which the lab does not show. List it under doors or shows.`);
  }
}

/** A variant is a small change of the one that it is made from, unless it brings whole files. */
function checkSize(lab: Lab, variants: LabSources["variants"], name: string): void {
  const variant = lab.variants[name];
  if (variant === undefined || variant.folder !== undefined) return;
  const count = changedLines(diffOf(variants[variant.from] ?? {}, variants[name] ?? {}));
  if (count === 0 || count > MOST_CHANGED_LINES)
    throw new LabMistake(
      `${lab.definition.id}/lab.ts: variant ${name} changes ${count} lines of ${variant.from}; at least 1 and at most ${MOST_CHANGED_LINES}.`,
    );
}

/**
 * The act's prepared changes. Each is a diff against the files that the act starts from; one that leads back to these files
 * is a diff against the first change of the act, which it repairs.
 */
function changesOf(lab: string, variants: LabSources["variants"], act: Act): readonly PreparedChange[] {
  return act.changes.map(({ id, label }) => {
    const after = variants[id] ?? {};
    const before = variants[id === act.starts ? (act.changes[0]?.id ?? id) : act.starts] ?? {};
    const diff = diffOf(before, after);
    const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
    const [file] = changed;
    const where = `${lab}/lab.ts: act ${act.id}, change ${id}`;
    if (changedLines(diff) > MOST_CHANGED_LINES)
      throw new LabMistake(`${where}: ${changedLines(diff)} changed lines, ${MOST_CHANGED_LINES} at most.`);
    if (file === undefined || changed.length > 1) throw new LabMistake(`${where}: changes ${changed.length} files, not one.`);
    return { id, label, file, diff };
  });
}

/** A unified diff of all files without headers; hunks begin with "@@". */
export function diffOf(before: Files, after: Files): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => hunksOf(before[name] ?? "", after[name] ?? "")).join("\n");
}

function hunksOf(before: string, after: string): readonly string[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 2 });
  return hunks.flatMap((hunk) => [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...hunk.lines]);
}

/** Lines that a diff adds or takes away. */
export function changedLines(diff: string): number {
  return diff.split("\n").filter((line) => /^[+-]/.test(line)).length;
}
