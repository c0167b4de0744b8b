// expect: no-restricted-imports
import { decide } from "../../engine/core/decide.ts";
export const use = decide;
