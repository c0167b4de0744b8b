// Builds the texts that go into the cage: `host` (SDK, linker, bootstrap) and one for each further package that a lab may import.
// A cage has no origin and no network, so each must be one self-contained module; the page fetches it lazily and hands it over.
// Works in a site build (an asset named by its content) and under a dev server or vitest (built on the first request).
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Every text by name. A vendor's entry re-exports the package whole. */
const entries: { readonly [name: string]: string } = {
  host: here("./host-entry.ts"),
  zod: here("./vendors/zod.ts"),
};

const served = "/@lab-bundle/";
const virtual = "virtual:lab-bundles";

/** One ES module without imports, minified. Names are kept, because learners read `error.name`. */
export async function buildBundle(name: string): Promise<string> {
  const entry = entries[name];
  if (entry === undefined) throw new Error(`There is no bundle "${name}". Bundles: ${Object.keys(entries).join(", ")}.`);
  const built = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    resolve: {
      alias: [
        { find: "temporal-polyfill", replacement: here("./temporal.ts") },
        { find: /^(debug|cross-fetch)$/, replacement: here("./nothing.ts") },
      ],
    },
    build: {
      write: false,
      target: "es2022",
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: "strict",
        output: { format: "es", codeSplitting: false, keepNames: true },
      },
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  if (output.length !== 1) throw new Error(`Bundle "${name}" must be one text but came out as ${output.map((part) => part.fileName).join(", ")}.`);
  return output[0].code;
}

export function labBundles(): Plugin {
  let base = "/";
  let assets = "assets";
  let building = false;
  const built = new Map<string, Promise<string>>();
  const text = (name: string): Promise<string> => {
    const known = built.get(name) ?? buildBundle(name);
    built.set(name, known);
    known.catch(() => built.delete(name));
    return known;
  };

  return {
    name: "lab-bundles",
    configResolved(config) {
      base = config.base;
      assets = config.build.assetsDir;
      building = config.command === "build";
    },
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    async load(id) {
      if (id !== `\0${virtual}`) return undefined;
      const urls: Record<string, string> = {};
      for (const name of Object.keys(entries)) {
        // Only the browser's build carries the texts; the server's build of an island merely mentions them.
        if (!building || this.environment.name !== "client") urls[name] = `${base}${served.slice(1)}${name}.js`;
        else {
          const source = await text(name);
          const fileName = `${assets}/lab-${name.replaceAll(/\W+/g, "-")}.${createHash("sha256").update(source).digest("hex").slice(0, 8)}.js`;
          this.emitFile({ type: "asset", fileName, source });
          urls[name] = base + fileName;
        }
      }
      return `export const bundles = ${JSON.stringify(urls)};`;
    },
    configureServer(server) {
      // In development a changed source of the sandbox makes every text anew at the next request.
      server.watcher.on("change", (file) => file.includes("/sandbox/") && built.clear());
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0] ?? "";
        if (!path.startsWith(served)) return next();
        text(decodeURIComponent(path.slice(served.length, -".js".length))).then(
          (code) => response.setHeader("content-type", "text/javascript").end(code),
          (error: unknown) => next(error),
        );
      });
    },
  };
}
