// Keeps the editor's styles out of the pages: imported from the lazy editor chunk, they are added when it loads.
// Otherwise every page would link them, since all lessons share one route.
import type { Plugin } from "vite";

const prefix = "\0lazy-style:";

export function lazyMonacoStyles(): Plugin {
  return {
    name: "lazy-monaco-styles",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (!source.endsWith(".css") || !importer?.includes("monaco-editor")) return undefined;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved ? `${prefix}${resolved.id}.js` : undefined;
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const path = id.slice(prefix.length, -".js".length);
      return [
        `import css from ${JSON.stringify(`${path}?inline`)};`,
        "const style = document.createElement('style');",
        "style.textContent = css;",
        "document.head.append(style);",
      ].join("\n");
    },
  };
}
