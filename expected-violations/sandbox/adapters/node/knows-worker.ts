// expect: no-restricted-imports
import { openLab } from "../worker/client.ts";
export const use = openLab;
