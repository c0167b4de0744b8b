// expect: no-restricted-imports
import { createEngine } from "../../sandbox/engine/engine.ts";
export const use = createEngine;
