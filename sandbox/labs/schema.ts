// The shape of `lab.yaml`: what each act shows, holds and offers. Parsed at build; a mistake names its path.
import { z } from "zod";

const boundary = z.enum([
  "before step",
  "before effect",
  "after effect, before record",
  "after record",
  "in sleep",
  "in wait",
  "after decision, before effect",
]);
const at = z.strictObject({ boundary, stepId: z.string().optional(), kind: z.string().optional() });

export const controlNames = [
  "Run",
  "Rerun",
  "Crash host",
  "Start host",
  "Restart engine",
  "Next wake-up",
  "Pause",
  "Crash at",
  "Event",
  "Speed",
  "Change",
  "Edit code",
  "Checkpointing",
  "Faults",
  "Requests",
  "Meter",
] as const;
export const railNames = ["handler", "run", "world", "host"] as const;
export const tabNames = ["Journal", "Events", "Runs", "Memo", "Effects", "Database", "Wire", "Console"] as const;

const event = z.strictObject({ label: z.string(), name: z.string(), data: z.record(z.string(), z.json()), id: z.string().optional() });

const prediction = z.strictObject({
  id: z.string(),
  question: z.string(),
  options: z
    .array(z.strictObject({ id: z.string(), label: z.string() }))
    .min(2)
    .max(5),
  /** Id of the option that the log bears out; checked by the lab's test against the recording. */
  answer: z.string(),
  /** Said after the run: why. */
  because: z.string(),
  /** Asked after the run, e.g. "What did you see?"; the same options. */
  ask: z.string().default("What did you see?"),
});

const change = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** Folder that the change is taken from: `start`, `solution` or `wrong/<name>`; at most eight changed lines. */
  from: z.string(),
});

const act = z.strictObject({
  id: z.string(),
  title: z.string(),
  task: z.string(),
  /** One sentence that announces what this act adds to the frame. */
  announces: z.string().optional(),
  controls: z.array(z.enum(controlNames)),
  rails: z.array(z.enum(railNames)),
  tabs: z.array(z.enum(tabNames)),
  holds: z.array(at).default([]),
  crashAt: z.array(at.extend({ label: z.string() })).default([]),
  /** Events offered by the `Event` select; the first is what Run sends. */
  events: z.array(event).min(1),
  faults: z.array(z.strictObject({ id: z.string(), label: z.string() })).default([]),
  prediction: prediction.optional(),
  /** Folder of the files that the act starts from; an act may begin where the last one's solution stands. */
  starts: z.string().default("start"),
  /** Folder that `Show solution` shows. */
  solution: z.string().default("solution"),
  changes: z.array(change).max(3).default([]),
  hints: z.strictObject({ nudge: z.string() }).optional(),
  open: z.boolean().default(false),
  /** Lines of the shown file that matter, for the folded code on a phone: [first, last]. */
  focus: z.tuple([z.number(), z.number()]).optional(),
});

export const labSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  /** Path of the lesson, for links to a sleeping run. */
  page: z.string(),
  /** ISO instant at which the lab's clock starts. */
  clock: z.iso.datetime(),
  seed: z.string(),
  /** File shown first; the rest follow. */
  files: z.array(z.string()).min(1),
  /** What the lab's files may import besides their own folder. */
  imports: z.array(z.string()).default(["inngest"]),
  /** `database`: in lab.yaml the file of the schema (SQL); in a loaded lab the schema itself. */
  world: z.strictObject({ database: z.string().optional(), options: z.record(z.string(), z.json()).default({}) }),
  /** How a reviewer's request is read from the world and answered. */
  requests: z.strictObject({ effect: z.string(), id: z.string(), decisionEvent: z.string() }).optional(),
  acts: z.array(act).min(1),
});
export type LabDefinition = z.infer<typeof labSchema>;
export type Act = LabDefinition["acts"][number];
