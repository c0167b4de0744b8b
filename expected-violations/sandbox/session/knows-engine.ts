// expect: no-restricted-imports
import type { Engine } from "../engine/engine.ts";
export type Use = Engine;
