// expect: no-restricted-imports
import { fold } from "../core/fold.ts";
export const use = fold;
