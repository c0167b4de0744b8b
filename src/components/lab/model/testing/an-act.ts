// An act for tests: nothing in it but what the test is about.
import type { Act } from "../../../../../sandbox/labs/kit/definition.ts";

export const anAct = (part: Partial<Act> = {}): Act => ({
  id: "one",
  title: "One",
  task: "Press.",
  controls: [],
  rails: [],
  tabs: [],
  holds: [],
  crashAt: [],
  events: [],
  webhooks: [],
  faults: [],
  starts: "start",
  solution: "start",
  changes: [],
  hints: [],
  open: false,
  ...part,
});
