// Makes what a lab fetches besides the page's own code: the texts that go into the iframe sandbox, and an empty Postgres cluster.
// The sandbox has no origin and no network, so each text must be one self-contained module; the page fetches it lazily and hands it over.
// Works in a site build (assets named by their content) and under a dev server or vitest (made on the first request).
import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import { buildBundle, bundleNames } from "./build-bundle.ts";
import { buildCluster } from "./build-cluster.ts";

const served = "/@lab-asset/";

type Asset = { readonly extension: string; readonly type: string; make(): Promise<string | Uint8Array> };

const clusterName = "postgres";

export function labBundles(): Plugin {
  return labAssets({
    name: "lab-bundles",
    assets: new Map<string, Asset>([
      ...bundleNames.map((name): [string, Asset] => [name, { extension: "js", type: "text/javascript", make: () => buildBundle(name) }]),
      // No `content-encoding`: the page unpacks it, whatever the server adds or leaves out.
      [clusterName, { extension: "tgz", type: "application/octet-stream", make: buildCluster }],
    ]),
    module({ [clusterName]: cluster, ...bundles }, sizes) {
      const consts = { bundles, sizes, cluster };
      return Object.entries(consts)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join("\n");
    },
  });
}

export type LabAssets = {
  /** The module `virtual:<name>` says where the assets are. */
  readonly name: string;
  readonly assets: ReadonlyMap<string, Asset>;
  /** That module's text. `sizes`: bytes of each asset, as far as it has been made. */
  module(urls: Readonly<Record<string, string>>, sizes: Readonly<Record<string, number>>): string;
};

/** What a lab's script fetches when it needs it: made at build, named by its content. */
export function labAssets({ name: plugin, assets, module }: LabAssets): Plugin {
  const virtual = `virtual:${plugin}`;
  let base = "/";
  let folder = "assets";
  let building = false;
  const made = new Map<string, Promise<string | Uint8Array>>();
  const bytes = (name: string, { make }: Asset): Promise<string | Uint8Array> => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    known.catch(() => made.delete(name));
    return known;
  };

  return {
    name: plugin,
    configResolved(config) {
      base = config.base;
      folder = config.build.assetsDir;
      building = config.command === "build";
    },
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    async load(id) {
      if (id !== `\0${virtual}`) return undefined;
      const urls: Record<string, string> = {};
      const sizes: Record<string, number> = {};
      for (const [name, asset] of assets) {
        // Only the browser's build carries the assets; the server's build of an island merely mentions them.
        if (!building || this.environment.name !== "client") urls[name] = `${base}${served.slice(1)}${encodeURIComponent(name)}`;
        else {
          const source = await bytes(name, asset);
          const hash = createHash("sha256").update(source).digest("hex").slice(0, 8);
          const fileName = `${folder}/lab-${name.replaceAll(/\W+/g, "-")}.${hash}.${asset.extension}`;
          this.emitFile({ type: "asset", fileName, source });
          urls[name] = base + fileName;
          sizes[name] = Buffer.byteLength(source);
        }
      }
      return module(urls, sizes);
    },
    configureServer(server) {
      // In development a changed source of the sandbox makes every text anew at the next request.
      server.watcher.on("change", (file) => {
        if (file.includes("/sandbox/")) for (const [name, { type }] of assets) if (type === "text/javascript") made.delete(name);
      });
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0] ?? "";
        const name = path.startsWith(served) ? decodeURIComponent(path.slice(served.length)) : "";
        const asset = assets.get(name);
        if (!asset) return next();
        bytes(name, asset).then(
          (body) => response.setHeader("content-type", asset.type).end(body),
          (error: unknown) => next(error),
        );
      });
    },
  };
}
