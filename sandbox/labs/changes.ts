// Prepared changes and solutions as diffs between folders of a lab.
import { structuredPatch } from "diff";
import type { Files } from "../session/lab-session.ts";
import { LabMistake } from "./load.ts";
import type { LoadedLab } from "./load.ts";
import type { PreparedChange } from "./recorded.ts";
import type { Act } from "./schema.ts";

/** More would be no change that one can read at a glance, or make on a phone. */
export const MOST_CHANGED_LINES = 8;

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

/**
 * The act's prepared changes. Each is a diff against the files that the act starts from; one that leads back to these files
 * is a diff against the first change of the act, which it repairs.
 */
export function preparedChanges({ slug, lab, folders }: LoadedLab, act: Act): readonly PreparedChange[] {
  return act.changes.map(({ id, label, from }) => {
    const files = folders[from] ?? {};
    const base = from === act.starts ? (folders[act.changes[0]?.from ?? from] ?? {}) : (folders[act.starts] ?? {});
    const diff = diffOf(base, files);
    const where = `${slug}/lab.yaml: act ${act.id}, change ${id}`;
    if (changedLines(diff) > MOST_CHANGED_LINES)
      throw new LabMistake(`${where}: ${changedLines(diff)} changed lines, ${MOST_CHANGED_LINES} at most.`);
    const changed = lab.files.filter((name) => base[name] !== files[name]);
    const [file] = changed;
    if (file === undefined || changed.length > 1) throw new LabMistake(`${where}: changes ${changed.length} files, not one.`);
    return { id, label, file, diff, files };
  });
}
