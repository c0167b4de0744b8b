// An empty Postgres cluster, packed: opening it in a page takes 1 s, initializing one there 2.5 s (feasibility.md C).
// The same bytes serve every lab; a lab's own tables are made from its schema when it opens. They depend on the package's
// version alone, so they are made once and kept beside the installed packages.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

const require = createRequire(import.meta.url);

export async function buildCluster(): Promise<Uint8Array> {
  const kept = await keptAt();
  const known = await readFile(kept).catch(() => undefined);
  if (known) return known;
  const pg = await PGlite.create();
  try {
    const packed = new Uint8Array(await (await pg.dumpDataDir("gzip")).arrayBuffer());
    await mkdir(dirname(kept), { recursive: true });
    // Two builds at once must not read each other's half a file.
    const draft = `${kept}.${process.pid}`;
    await writeFile(draft, packed);
    await rename(draft, kept);
    return packed;
  } finally {
    await pg.close();
  }
}

/** Where the bytes for the installed version are kept. */
async function keptAt(): Promise<string> {
  const main = require.resolve("@electric-sql/pglite");
  const root = main.slice(0, main.indexOf("node_modules") + "node_modules".length);
  const { version } = JSON.parse(await readFile(join(root, "@electric-sql/pglite/package.json"), "utf8")) as { version: string };
  return join(root, ".cache/lab-assets", `postgres-${version}.tgz`);
}
