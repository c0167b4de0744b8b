// Reads a lab from its folder: `lab.ts`, the files beside it, and its recordings.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Files } from "../../session/lab-session.ts";
import type { Lab } from "../kit/lab.ts";
import type { StoredRecording } from "../kit/recording.ts";
import { sourcesOf } from "../kit/sources.ts";
import type { LabSources } from "../kit/sources.ts";
import type { Texts } from "../kit/variants.ts";

export type LoadedLab = {
  /** Name of its folder, for example `06-step-run`. */
  readonly slug: string;
  readonly lab: Lab;
  readonly sources: LabSources;
  /** Schema of its database, as SQL. */
  readonly schema: string | undefined;
};

export const LABS = join(import.meta.dirname, "..");

/** Folder names of all labs, in order. */
export async function labSlugs(root = LABS): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

export async function loadLab(slug: string, root = LABS): Promise<LoadedLab> {
  const folder = join(root, slug);
  const [{ default: lab }, texts, doors] = await Promise.all([
    import(pathToFileURL(join(folder, "lab.ts")).href) as Promise<{ default: Lab }>,
    readTexts(folder),
    readFiles(join(LABS, "doors")),
  ]);
  const { database } = lab.definition.world;
  const schema = database === undefined ? undefined : await readFile(join(LABS, "doors", database), "utf8");
  return { slug, lab, sources: sourcesOf(lab, texts, doors), schema };
}

/** The files that a lab brings itself: those beside `lab.ts`, and its folders of whole files. */
export async function readTexts(folder: string): Promise<Texts> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !["python", "recorded"].includes(entry.name)).map(({ name }) => name);
  const [own, ...whole] = await Promise.all([folder, ...folders.map((name) => join(folder, name))].map(readFiles));
  return { own: own ?? {}, folders: Object.fromEntries(folders.map((name, at) => [name, whole[at] ?? {}])) };
}

async function readFiles(folder: string): Promise<Files> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts") && name !== "lab.ts").sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)));
}

export const recordingPath = (slug: string, act: string, root = LABS): string => join(root, slug, "recorded", `${act}.json`);

export async function storedRecording(slug: string, act: string, root = LABS): Promise<StoredRecording> {
  return JSON.parse(await readFile(recordingPath(slug, act, root), "utf8")) as StoredRecording;
}
