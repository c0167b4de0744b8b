// expect: no-restricted-imports
import { runsOf } from "../../../sandbox/log/read.ts";
export const use = runsOf;
