// Reads a lab from its folder: `lab.yaml`, parsed strictly, and every folder of whole files.
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type { Files } from "../session/lab-session.ts";
import { labSchema } from "./schema.ts";
import type { LabDefinition } from "./schema.ts";

export type LoadedLab = {
  readonly slug: string;
  readonly lab: LabDefinition;
  readonly folders: { readonly [folder: string]: Files };
};

const LABS = import.meta.dirname;

/** A mistake in a lab's folder, with the path of what is wrong. */
export class LabMistake extends Error {
  readonly code = "lab-mistake";
}

/** Folder names of all labs, in order. */
export async function labSlugs(): Promise<readonly string[]> {
  const entries = await readdir(LABS, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Parses the text of a `lab.yaml`; every mistake names its path. */
export function parseLab(text: string, where: string): LabDefinition {
  const result = labSchema.safeParse(parse(text));
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => `${where}: ${pathOf(issue.path)}: ${issue.message}`);
  throw new LabMistake(mistakes.join("\n"));
}

export async function loadLab(slug: string): Promise<LoadedLab> {
  const root = join(LABS, slug);
  const parsed = parseLab(await readFile(join(root, "lab.yaml"), "utf8"), `${slug}/lab.yaml`);
  const lab = await withSchema(root, parsed);
  const names = await folderNames(root);
  const folders = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFiles(join(root, name), lab.files)] as const)),
  );
  const loaded = { slug, lab, folders };
  checkNames(loaded);
  return loaded;
}

/** A database is named by the file of its schema; places take the schema itself. */
async function withSchema(root: string, lab: LabDefinition): Promise<LabDefinition> {
  const { database, options } = lab.world;
  return database === undefined ? lab : { ...lab, world: { options, database: await readFile(join(root, database), "utf8") } };
}

async function folderNames(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await readdir(root)).sort()) {
    if (name === "wrong") found.push(...(await readdir(join(root, name))).sort().map((inner) => `wrong/${inner}`));
    else if (/^(start|solution)/.test(name) && (await stat(join(root, name))).isDirectory()) found.push(name);
  }
  return found;
}

async function readFiles(folder: string, order: readonly string[]): Promise<Files> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  const odd = names.find((name) => !order.includes(name));
  if (odd !== undefined) throw new LabMistake(`${relative(LABS, folder)}/${odd}: not listed under files in lab.yaml.`);
  return Object.fromEntries(
    await Promise.all(
      order.filter((name) => names.includes(name)).map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
    ),
  );
}

/** Every folder that an act names must exist, and every predicted answer must be an option. */
function checkNames({ slug, lab, folders }: LoadedLab): void {
  for (const [index, act] of lab.acts.entries()) {
    const named = [
      ["starts", act.starts],
      ["solution", act.solution],
      ...act.changes.map((change, n) => [`changes[${n}].from`, change.from]),
    ];
    const missing = named.find(([, folder]) => folder === undefined || !(folder in folders));
    if (missing) throw new LabMistake(`${slug}/lab.yaml: acts[${index}].${missing[0]}: there is no folder ${missing[1]}.`);
    const { prediction } = act;
    if (prediction && !prediction.options.some((option) => option.id === prediction.answer)) {
      throw new LabMistake(`${slug}/lab.yaml: acts[${index}].prediction.answer: ${prediction.answer} is none of its options.`);
    }
  }
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
