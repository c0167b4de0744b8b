// The labs' texts for the page: `virtual:labs` has a loader for each lab's folder, `virtual:labs/<folder>` its variants and
// changes as whole files, made at build from `lab.ts` and what stands beside it. Each text travels once.
import { globSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { LABS, labSlugs, loadLab } from "../../sandbox/labs/proof/load.ts";
import { packSources } from "../components/lab/model/packed-sources.ts";

const ID = "virtual:labs";

export function labs(): Plugin {
  return {
    name: "labs",
    resolveId: (source) => (source === ID || source.startsWith(`${ID}/`) ? `\0${source}` : undefined),
    async load(id) {
      if (id === `\0${ID}`) return loadersOf(labSlugs());
      if (!id.startsWith(`\0${ID}/`)) return undefined;
      const slug = id.slice(ID.length + 2);
      for (const file of globSync([`${slug}/**/*`, "doors/*"], { cwd: LABS })) this.addWatchFile(join(LABS, file));
      const { sources, schema } = loadLab(slug);
      return `export default ${JSON.stringify(packSources({ sources, schema }))};`;
    },
  };
}

function loadersOf(slugs: readonly string[]): string {
  const loaders = slugs.map((slug) => `${JSON.stringify(slug)}: () => import(${JSON.stringify(`${ID}/${slug}`)})`);
  return `export default { ${loaders.join(", ")} };`;
}
