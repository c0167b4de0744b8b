// Variants of a lab's files, as edits. A variant says what it changes and fails loudly when its place is not found once:
// a copy would hide that, and drift from the file it was copied from.
import type { Files } from "../../session/lab-session.ts";

/** More would be no change that one can read at a glance, or make on a phone. */
export const MOST_CHANGED_LINES = 8;

/**
 * `find` is text that stands on one line of one of the lab's own files, and nowhere else in them.
 * `swap`: that text, or with `until` the lines from it to the next one that holds `until`, become `text`.
 * `step`: the awaited call of that line becomes a step of the name `text`.
 * A text of several lines stands where the found line stands, at its indent.
 */
export type Edit = {
  readonly kind: "swap" | "after" | "before" | "step";
  readonly find: string;
  readonly until?: string;
  readonly text: string;
  /** The file, where the text stands in several. */
  readonly file?: string;
};

export type Variant = {
  /** The variant that it changes; `start` are the files of the lab's folder. */
  readonly from: string;
  readonly edits: readonly Edit[];
  /** Folder of the lab that holds whole files for a last solution, those that differ and no others. */
  readonly folder?: string;
  /** Code of the one type error that this variant must produce, for example `TS2345`. */
  readonly typeError?: string;
};
export type Variants = { readonly [name: string]: Variant };

export const edit = (find: string, text: string, file?: string): Edit => ({
  kind: "swap",
  find,
  text,
  ...(file !== undefined && { file }),
});
/**
 * Lines from the one that holds `find` to the first that holds `until` become `text`. A bracket that closes stands in many lines:
 * give `until` its indent too, as in `"    });"`.
 */
export const lines = (find: string, until: string, text: string, file?: string): Edit => ({ ...edit(find, text, file), until });
export const after = (find: string, text: string, file?: string): Edit => ({ ...edit(find, text, file), kind: "after" });
export const before = (find: string, text: string, file?: string): Edit => ({ ...edit(find, text, file), kind: "before" });
/** The awaited call of a line `const x = await call(…);` becomes the body of a step. */
export const inStep = (find: string, id: string, file?: string): Edit => ({ ...edit(find, id, file), kind: "step" });

/** The start, changed. */
export const edits = (...all: readonly Edit[]): Variant => ({ from: "start", edits: all });
/** Another variant, changed. */
export const from = (variant: string, ...all: readonly Edit[]): Variant => ({ from: variant, edits: all });
/** Whole files from a folder of the lab, over another variant. */
export const files = (folder: string, over = "start"): Variant => ({ from: over, edits: [], folder });

/** A mistake in a lab, with where it is and what to do. */
export class LabMistake extends Error {
  readonly code = "lab-mistake";
}

/** A line of a variant, and the edit that put it there, for whoever must say whose line is wrong. */
export type Line = { readonly text: string; readonly edit?: string };
type LinedFiles = { readonly [file: string]: readonly Line[] };

/** The texts that a lab's folder holds: its own files, and those of its folders of whole files. */
export type Texts = { readonly own: Files; readonly folders: { readonly [folder: string]: Files } };

/** Every variant's own files, line by line; `start` among them. */
export function linedVariants(lab: string, variants: Variants, texts: Texts): { readonly [variant: string]: LinedFiles } {
  const made: { [variant: string]: LinedFiles } = { start: mapFiles(texts.own, plainLines) };
  const make = (name: string, chain: readonly string[]): LinedFiles => {
    const known = made[name];
    if (known !== undefined) return known;
    const variant = variants[name];
    if (variant === undefined) throw new LabMistake(`${lab}/lab.ts: there is no variant ${name}.`);
    if (chain.includes(name)) throw new LabMistake(`${lab}/lab.ts: variant ${name} is made from itself.`);
    let result = make(variant.from, [...chain, name]);
    if (variant.folder !== undefined) result = { ...result, ...mapFiles(wholeFiles(lab, variant.folder, texts), plainLines) };
    for (const one of variant.edits)
      result = applied(result, one, `${lab}/lab.ts: variant ${name}, ${one.kind} ${JSON.stringify(one.find)}`);
    return (made[name] = result);
  };
  for (const name of Object.keys(variants)) make(name, []);
  return made;
}

/** Lines as the text of a file. */
export const textOf = (all: readonly Line[]): string => `${all.map(({ text }) => text).join("\n")}\n`;

function applied(all: LinedFiles, one: Edit, where: string): LinedFiles {
  const places = Object.entries(all)
    .filter(([file]) => one.file === undefined || file === one.file)
    .flatMap(([file, text]) => text.flatMap((line, index) => (line.text.includes(one.find) ? [{ file, index }] : [])));
  const [place] = places;
  if (place === undefined || places.length > 1) {
    const found = places.map(({ file, index }) => `${file}:${index + 1}`).join(", ");
    const advice =
      place === undefined ? "Compare it with the files, as the variant before has them." : "Name more of the line, or its file.";
    throw new LabMistake(`${where}: the text stands on ${places.length} lines, not one${found && ` (${found})`}. ${advice}`);
  }
  const text = all[place.file] ?? [];
  return { ...all, [place.file]: changedLines(text, place.index, one, where) };
}

function changedLines(text: readonly Line[], index: number, one: Edit, where: string): readonly Line[] {
  const line = text[index]?.text ?? "";
  const added = indented(one.kind === "step" ? stepped(one, line, where) : one.text, line).map((added): Line => ({
    text: added,
    edit: where,
  }));
  if (one.kind === "after") return [...text.slice(0, index + 1), ...added, ...text.slice(index + 1)];
  if (one.kind === "before") return [...text.slice(0, index), ...added, ...text.slice(index)];
  if (one.kind === "swap" && one.until === undefined && line.trim() !== one.find) {
    const swapped = line.replace(one.find, () => one.text.replaceAll("\n", `\n${indentOf(line)}`)).split("\n");
    return [...text.slice(0, index), ...swapped.map((each): Line => ({ text: each, edit: where })), ...text.slice(index + 1)];
  }
  const last = one.until === undefined ? index : text.findIndex(({ text: each }, at) => at >= index && each.includes(one.until ?? ""));
  if (last < 0) throw new LabMistake(`${where}: no line after it holds ${JSON.stringify(one.until)}.`);
  return [...text.slice(0, index), ...added, ...text.slice(last + 1)];
}

function stepped(one: Edit, line: string, where: string): string {
  const [, head, call] = /^\s*(.*?)await (.+);$/.exec(line) ?? [];
  if (call === undefined) throw new LabMistake(`${where}: the line awaits nothing, so there is nothing to put into a step.`);
  return `${head}await step.run("${one.text}", () =>\n  ${call},\n);`;
}

/** Lines of an edit without the indent that they share, at the indent of the line that they stand at. No text: no lines. */
function indented(text: string, at: string): readonly string[] {
  if (text === "") return [];
  const all = text.replace(/^\n/, "").trimEnd().split("\n");
  const shared = Math.min(...all.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return all.map((line) => (line.trim() === "" ? "" : indentOf(at) + line.slice(shared)));
}

const indentOf = (line: string): string => line.slice(0, Math.max(0, line.search(/\S/)));

function wholeFiles(lab: string, folder: string, texts: Texts): Files {
  const whole = texts.folders[folder];
  if (whole === undefined) throw new LabMistake(`${lab}/lab.ts: there is no folder ${folder}.`);
  const same = Object.keys(whole).find((file) => whole[file] === texts.own[file]);
  if (same !== undefined)
    throw new LabMistake(`${lab}/${folder}/${same} is the same as at the start. Delete it: the folder holds what differs.`);
  return whole;
}

const plainLines = (text: string): readonly Line[] =>
  text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => ({ text: line }));

function mapFiles<T>(all: Files, make: (text: string) => T): { readonly [file: string]: T } {
  return Object.fromEntries(Object.entries(all).map(([file, text]) => [file, make(text)]));
}
