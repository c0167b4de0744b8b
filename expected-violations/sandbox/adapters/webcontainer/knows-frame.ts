// expect: no-restricted-imports
import { openSandboxFrame } from "../worker/sandbox-frame.ts";
export const use = openSandboxFrame;
