// Colors of every text of every lab, made at build and kept by the text itself, so that they depend on nothing else of a lab.
// `virtual:lab-colors` has one loader for each lab's folder: a page takes along what it shows first and loads the rest.
import type { Plugin } from "vite";
import { type Colors, packed } from "../components/lab/model/code-tokens.ts";
import { coloredTypeScript } from "../components/lab/model/coloring-typescript.ts";
import { coloredDiff } from "../components/lab/model/diff-colors.ts";
import { hash } from "../components/lab/model/edits.ts";
import { labSlugs, type LabTexts, textsOf } from "./lab-texts.ts";

const ID = "virtual:lab-colors";

/** Throws where two texts have one hash: one of them would stand plain in the page. */
export function colorsOf({ files, diffs }: LabTexts): Colors {
  const colored = files.map((text) => ({ text, lines: coloredTypeScript(text) }));
  const all = [...colored, ...diffs.map((text) => ({ text, lines: coloredDiff(text, colored, coloredTypeScript) }))];
  const colors = Object.fromEntries(all.map(({ text, lines }) => [hash(text), packed(lines)]));
  if (Object.keys(colors).length < new Set([...files, ...diffs]).size) throw new Error("Two texts of a lab have the same hash.");
  return colors;
}

export function labColors(): Plugin {
  return {
    name: "lab-colors",
    resolveId: (source) => (source === ID || source.startsWith(`${ID}/`) ? `\0${source}` : undefined),
    async load(id) {
      if (id === `\0${ID}`) return loadersOf(labSlugs());
      if (!id.startsWith(`\0${ID}/`)) return undefined;
      return `export default ${JSON.stringify(colorsOf(await textsOf(id.slice(ID.length + 2))))};`;
    },
  };
}

function loadersOf(slugs: readonly string[]): string {
  const loaders = slugs.map((slug) => `${JSON.stringify(slug)}: () => import(${JSON.stringify(`${ID}/${slug}`)})`);
  return `export default { ${loaders.join(", ")} };`;
}
