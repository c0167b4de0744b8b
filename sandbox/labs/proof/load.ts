// Reads a lab from its folder: `lab.ts`, the files beside it, and its recordings. It reads at once, because a site's build asks
// for lists in places that cannot wait.
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import type { Files } from "../../session/lab-session.ts";
import type { Lab } from "../kit/lab.ts";
import type { StoredRecording } from "../kit/recording.ts";
import { sourcesOf } from "../kit/sources.ts";
import type { LabSources } from "../kit/sources.ts";
import { LabMistake } from "../kit/variants.ts";
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
export function labSlugs(root = LABS): readonly string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

export function loadLab(slug: string, root = LABS): LoadedLab {
  const folder = join(root, slug);
  const lab = definedIn(folder);
  const { database } = lab.definition.world;
  const schema = database === undefined ? undefined : readFileSync(join(root, "doors", database), "utf8");
  return { slug, lab, sources: sourcesOf(lab, readTexts(folder), filesIn(join(root, "doors"))), schema };
}

/** What `lab.ts` of this folder says. Node runs it as it is, once for as long as the process lives. */
export function definedIn(folder: string): Lab {
  const file = join(folder, "lab.ts");
  return (createRequire(file)(file) as { readonly default: Lab }).default;
}

/** The files that a lab brings itself: those beside `lab.ts`, and its folders of whole files. */
export function readTexts(folder: string): Texts {
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !["python", "recorded"].includes(entry.name)).map(({ name }) => name);
  return { own: filesIn(folder), folders: Object.fromEntries(folders.map((name) => [name, filesIn(join(folder, name))])) };
}

const filesIn = (folder: string): Files =>
  textsIn(
    folder,
    readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "lab.ts"),
  );

/** Files of Python that only the prose shows. */
export const pythonOf = (slug: string, root = LABS): Files =>
  textsIn(join(root, slug, "python"), globSync("*.py", { cwd: join(root, slug, "python") }));

function textsIn(folder: string, names: readonly string[]): Files {
  return Object.fromEntries([...names].sort().map((name) => [basename(name), readFileSync(join(folder, name), "utf8")]));
}

export const recordingPath = (slug: string, act: string, root = LABS): string => join(root, slug, "recorded", `${act}.json`);

export function storedRecording(slug: string, act: string, root = LABS): StoredRecording {
  if (!existsSync(recordingPath(slug, act, root)))
    throw new LabMistake(`${slug}: act ${act} has no recording yet. Run npm run labs:record -- ${slug}.`);
  return JSON.parse(readFileSync(recordingPath(slug, act, root), "utf8")) as StoredRecording;
}
