// expect: no-restricted-imports
import type { LabSession } from "../../session/lab-session.ts";
export type Use = LabSession;
