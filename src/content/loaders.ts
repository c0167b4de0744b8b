// How Astro gets the course's data: the same readers that scripts and tests use, as content loaders that follow changes in dev.
import type { Loader } from "astro/loaders";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLabs } from "./labs.ts";
import { DATA, readEntries } from "./read.ts";

type Stored = { readonly id: string; readonly data: object; readonly file?: string };

/** The entries of `src/content/<folder>/*.yaml`, each with its `order`. A folder that does not exist yet has none. */
export const entriesIn = (folder: string): Loader =>
  loader(`entries of ${folder}`, join(DATA, folder), (root) =>
    readEntries(root, folder).map(({ id, file, order, data }) => ({ id, file, data: { ...data, order } })),
  );

/** Every lab of the course. */
export const labsLoader = (): Loader => loader("labs", "sandbox/labs", (root) => readLabs(root).map((lab) => ({ id: lab.id, data: lab })));

function loader(name: string, watched: string, read: (root: string) => readonly Stored[]): Loader {
  return {
    name,
    async load({ store, parseData, config, watcher }) {
      const root = fileURLToPath(config.root);
      const fill = async (): Promise<void> => {
        const entries = read(root);
        store.clear();
        for (const { id, data, file } of entries) {
          const parsed = await parseData({ id, data: { ...data }, ...(file !== undefined && { filePath: join(root, file) }) });
          store.set({ id, data: parsed });
        }
      };
      await fill();
      watcher?.add(join(root, watched));
      watcher?.on("all", (_event, path) => void (path.startsWith(join(root, watched)) && fill()));
    },
  };
}
