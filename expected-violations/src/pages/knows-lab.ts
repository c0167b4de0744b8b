// expect: no-restricted-imports
import { openLab } from "../components/lab/open.ts";
export const use = openLab;
