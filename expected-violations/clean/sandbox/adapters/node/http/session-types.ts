import type { LabSession } from "../../../session/lab-session.ts";
import { readFile } from "node:fs/promises";
export const use = readFile;
export type Use = LabSession;
