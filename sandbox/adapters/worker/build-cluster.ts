// An empty Postgres cluster, packed: opening it in a page takes 1 s, initializing one there 2.5 s (feasibility.md C).
// The same bytes serve every lab; a lab's own tables are made from its schema when it opens.
import { PGlite } from "@electric-sql/pglite";

export async function buildCluster(): Promise<Uint8Array> {
  const pg = await PGlite.create();
  try {
    return new Uint8Array(await (await pg.dumpDataDir("gzip")).arrayBuffer());
  } finally {
    await pg.close();
  }
}
