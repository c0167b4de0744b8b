// expect: no-restricted-imports
import { fold } from "../../engine/core/fold.ts";
export const use = fold;
