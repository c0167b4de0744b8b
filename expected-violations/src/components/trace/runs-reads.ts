// expect: no-restricted-imports
import { readRuns } from "../../../sandbox/adapters/node/reads.ts";
export const use = readRuns;
