// What whoever sits at the lab does to it: faults, time, decisions, a look at the solution. Observations, as all that the place tells.
import type { Boundary, Instant } from "./terms.ts";

export type LabFactBody =
  | { type: "fault.armed"; boundary: Boundary; stepId?: string; kind?: string; fault: "crash" }
  | { type: "fault.disarmed" }
  | { type: "fault.switched"; fault: string; on: boolean }
  | { type: "clock.moved"; from: Instant; to: Instant; by: "next" | "advance" }
  | { type: "clock.rate"; rate: number; paused: boolean }
  | { type: "time.away"; ms: number }
  /** The learner has opened an act: what begins from here on belongs to it. */
  | { type: "act.entered"; act: string }
  | { type: "request.decided"; request: string; answer: "approve" | "reject"; eventName: string }
  | { type: "solution.shown"; act: string };
