// The controls of a lab's frame by their accessible names, in the order in which the frame has them.
export const CONTROL_NAMES = [
  "Run",
  "Rerun",
  "Crash host",
  "Start host",
  "Restart engine",
  "Next wake-up",
  "Play",
  "Pause",
  "Crash at",
  "Event",
  "Webhook",
  "Speed",
  "Change",
  "Edit code",
  "Checkpointing",
  "Faults",
  "Requests",
  "Cancel run",
  "Replay failed",
  "Meter",
] as const;
export type ControlName = (typeof CONTROL_NAMES)[number];
