// expect: no-restricted-imports
import { createEngine } from "../engine.ts";
export const use = createEngine;
