// What a lab is, as plain data: all that a page needs to draw it and a place needs to open it. Made from `lab.ts` by `lab()`.
import type { Boundary } from "../../log/facts.ts";
import type { Json, JsonObject } from "../../log/json.ts";
import type { Files } from "../../session/lab-session.ts";
import type { Action } from "./actions.ts";
import type { ControlName } from "./control-names.ts";

/** Where a run is held or its host killed: the boundary, and which step or kind of effect it is about. */
export type At = { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string };

/** A boundary that a learner may choose under `Crash at`. */
export type Moment = At & { readonly label: string };

/** An event that a lab offers under its name in `lab.ts`. `times`: sent so often by one press; `{n}` and `{n%5}` in its data count. */
export type LabEvent = {
  readonly key: string;
  readonly label: string;
  readonly name: string;
  readonly data: JsonObject;
  readonly id?: string;
  readonly times?: number;
};

/** A webhook that a learner may post: which transform receives it, and what its provider sends. */
export type LabWebhook = {
  readonly key: string;
  readonly label: string;
  readonly webhook: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Prediction = {
  /** Never changes once published: answers are kept by it. */
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** Id of the option that the log bears out; the lab's proof compares. */
  readonly answer: string;
  /** Said after the run: why. */
  readonly because: string;
  /** Asked after the run; the same options. */
  readonly ask: string;
};

export type RailName = "event" | "handler" | "call" | "run" | "world" | "host" | "flow";
export type TabName = "Journal" | "Events" | "Runs" | "Memo" | "Effects" | "Database" | "Wire" | "Console";

export type Act = {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  /** One sentence that announces what this act adds to the frame. */
  readonly announces?: string;
  readonly controls: readonly ControlName[];
  readonly rails: readonly RailName[];
  readonly tabs: readonly TabName[];
  readonly holds: readonly At[];
  readonly crashAt: readonly Moment[];
  /** The first is what Run sends. */
  readonly events: readonly LabEvent[];
  readonly webhooks: readonly LabWebhook[];
  readonly faults: readonly { readonly id: string; readonly label: string }[];
  readonly prediction?: Prediction;
  /** Variant that the act starts from. */
  readonly starts: string;
  /** Variant that `Show solution` shows. */
  readonly solution: string;
  /** Variants offered under `Change`; `id` is the variant's name. */
  readonly changes: readonly { readonly id: string; readonly label: string }[];
  /** Shown one after the other, on request. */
  readonly hints: readonly string[];
  /** What meeting the act's goals has shown. */
  readonly shown?: string;
  /** The last act of a lab: a challenge without a guiding button. */
  readonly open: boolean;
  /** From the act's start to its last goal: what the guide leads along. An open act has none to give away. */
  readonly walk?: readonly Action[];
  /** First and last line that matter in the file shown first: the folded code on a phone. */
  readonly focus?: readonly [number, number];
};

export type LabDefinition = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** Path of the lesson, for links to a sleeping run. */
  readonly page: string;
  /** ISO instant at which the lab's clock starts. */
  readonly clock: string;
  readonly seed: string;
  /** The file shown first; the rest follow. */
  readonly files: readonly string[];
  /** Packages that the lab's files may import. */
  readonly imports: readonly string[];
  /** `database`: file of `sandbox/labs/doors` that holds the schema, as SQL. */
  readonly world: { readonly database?: string; readonly options: { readonly [key: string]: Json } };
  /** How a reviewer's request is read from the effects and answered. */
  readonly requests?: { readonly effect: string; readonly id: string; readonly decisionEvent: string };
  /** Transforms of the lab's webhooks, by file. */
  readonly transforms?: Files;
  readonly acts: readonly Act[];
};
