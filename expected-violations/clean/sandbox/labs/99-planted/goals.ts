import type { Goal } from "../goal.ts";
import { runsOf } from "../../log/read.ts";
export const use = runsOf;
export type Use = Goal;
