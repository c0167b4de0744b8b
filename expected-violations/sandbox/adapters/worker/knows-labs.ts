// expect: no-restricted-imports
import { goals } from "../../labs/00-quick-win/goals.ts";
export const use = goals;
