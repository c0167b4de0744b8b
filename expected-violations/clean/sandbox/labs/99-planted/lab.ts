import { runsOf } from "../../log/read.ts";
import type { Goal } from "../kit/goals.ts";
export const use = runsOf;
export type Use = Goal;
