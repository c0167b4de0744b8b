// expect: no-restricted-imports
import { progress } from "../progress/progress-store.ts";
export const use = progress;
