// expect: no-restricted-imports
import { parse } from "@marcbachmann/cel-js";
export const use = parse;
