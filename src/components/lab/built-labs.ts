// Every lab as the build has it, for the pages' server side: what the browser needs later, it loads by `content.ts`.
import labTexts from "virtual:labs";
import type { Lab } from "../../../sandbox/labs/kit/lab.ts";
import type { StoredRecording } from "../../../sandbox/labs/kit/recording.ts";
import { unpackSources } from "./model/packed-sources.ts";
import type { BuiltLab } from "./model/static-part.ts";

const labs = import.meta.glob<Lab>("../../../sandbox/labs/[0-9]*/lab.ts", { import: "default", eager: true });
const recordings = import.meta.glob<StoredRecording>("../../../sandbox/labs/*/recorded/*.json", { import: "default", eager: true });

const folder = (path: string): string => /labs\/([^/]+)\//.exec(path)?.[1] ?? "";

/** The lab with this id and the name of its folder. */
export async function builtLab(id: string): Promise<BuiltLab & { readonly slug: string }> {
  const [path, lab] = Object.entries(labs).find(([, each]) => each.definition.id === id) ?? [];
  if (path === undefined || lab === undefined) throw new Error(`There is no lab "${id}" in sandbox/labs.`);
  const slug = folder(path);
  const texts = await labTexts[slug]?.();
  if (texts === undefined) throw new Error(`The lab "${id}" has no texts.`);
  const own = Object.entries(recordings).filter(([each]) => folder(each) === slug);
  const byAct = Object.fromEntries(own.map(([each, recording]) => [/([^/]+)\.json$/.exec(each)?.[1] ?? "", recording]));
  return { slug, lab, ...unpackSources(texts.default), recordings: byAct };
}
