// expect: no-restricted-imports
// A place knows no sibling.
import { elect } from "../worker/election.ts";

export const elected = elect;
