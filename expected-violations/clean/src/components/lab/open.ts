import type { Fact } from "../../../sandbox/log/facts.ts";
import type { LabSession } from "../../../sandbox/session/lab-session.ts";
export const open = () => import("../../../sandbox/adapters/worker/client.ts");
export type Use = [Fact, LabSession];
