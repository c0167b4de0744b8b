// The types of the place's answers are the trace's door.
import type { RunRow } from "../../../../sandbox/adapters/node/reads.ts";
export const idOf = (run: RunRow): string => run.runId;
