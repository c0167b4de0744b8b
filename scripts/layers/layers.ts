// The layers of the project: who may import whom. From this list come the linter's rules (`oxlint.config.ts`) and the table in
// ARCHITECTURE.md (`npm run layers` writes it); a test holds it against what the sources import. A new folder is a new entry.
import { ENGINE_LAYERS } from "./engine-layers.ts";
import type { Layer } from "./layer.ts";
import { PAGE_LAYERS } from "./page-layers.ts";
import { PLACE_LAYERS } from "./place-layers.ts";

/** The last one that holds a file is its layer. */
export const LAYERS: readonly Layer[] = [...ENGINE_LAYERS, ...PLACE_LAYERS, ...PAGE_LAYERS];
