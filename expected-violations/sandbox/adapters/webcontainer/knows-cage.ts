// expect: no-restricted-imports
import { openCage } from "../worker/cage.ts";
export const use = openCage;
