// Gives each page the components that it names: `<Lab id="…" />` works in MDX without an import. A page is given what it uses
// and nothing else, so that no page loads the styles and scripts of components that it does not show.
import { visit } from "unist-util-visit";
import type { Plugin } from "vite";
import { split } from "../content/read.ts";
import { GIVEN, isGiven } from "../components/lesson/given.ts";
import { isElement, parseMdx } from "../components/lesson/plain/mdx.ts";
import type { Node } from "../components/lesson/plain/mdx.ts";

/** Components that a page uses, by name. Throws for one that pages are not given, and for an import, with the line. */
export function componentsIn(source: string): readonly string[] {
  const used = new Set<string>();
  visit(parseMdx(split(source).body) as Parameters<typeof visit>[0], (found) => {
    const node = found as Node;
    const at = `line ${node.position?.start.line ?? 0}`;
    if (node.type === "mdxjsEsm") throw new Error(`${at}: pages import nothing. Components are given to them by name.`);
    const name = node.name ?? "";
    if (!isElement(node) || !/^[A-Z]/.test(name)) return;
    if (!isGiven(name)) throw new Error(`${at}: there is no component <${name}>. There are: ${Object.keys(GIVEN).join(", ")}.`);
    used.add(name);
  });
  return [...used].sort();
}

/** The page with imports of what it uses behind its last line, so that every line keeps its number. */
export function withComponents(source: string): string {
  const imports = componentsIn(source).map((name) => `import ${name} from "/src/components/${GIVEN[name as keyof typeof GIVEN]}";`);
  return imports.length === 0 ? source : `${source.trimEnd()}\n\n${imports.join("\n")}\n`;
}

/** Runs before Astro's own transform of MDX. A mistake fails the build and names the page. */
export function pageComponents(): Plugin {
  return {
    name: "page-components",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/content\/docs\/.*\.mdx$/ },
      handler(code, id) {
        try {
          return { code: withComponents(code), map: null };
        } catch (error) {
          throw new Error(`${id.slice(id.indexOf("src/content/"))}: ${(error as Error).message}`, { cause: error });
        }
      },
    },
  };
}
