// What the lab's models need from outside. The page supplies the real ones, tests their own; no model knows a DOM.
import type { Act, LabDefinition } from "../../../../sandbox/labs/kit/definition.ts";
import type { Goal } from "../../../../sandbox/labs/kit/goals.ts";
import type { createGuide } from "../../../../sandbox/labs/kit/guide.ts";
import type { Recording } from "../../../../sandbox/labs/kit/recording.ts";
import type { LabSources } from "../../../../sandbox/labs/kit/sources.ts";
import type { Files } from "../../../../sandbox/session/lab-session.ts";
import type { LabSetup, Loading, Opened } from "../../../../sandbox/session/open.ts";
import type { Progress } from "../../progress/progress-store.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { KeyValue } from "./asleep.ts";
import type { Judged } from "./goal-judge.ts";
import type { WherePorts } from "./where-model.ts";

export type { Act, LabDefinition };

/** What stands in the page before anything is loaded: the first act, as the build recorded it. */
export type LabStatic = {
  readonly lab: LabDefinition;
  readonly goals: readonly Pick<Goal, "id" | "act" | "title" | "guided" | "missing">[];
  readonly files: Files;
  readonly recording: Recording | undefined;
  /** The lesson after the one that holds the lab. */
  readonly next?: { readonly path: string; readonly label: string };
  /** Schema of the lab's database, as SQL. */
  readonly schema?: string;
};

/** Everything else that a lab is made of, loaded on first use. */
export type LabContent = {
  readonly sources: LabSources;
  /** The lab's goals and answers as a log bears them out; `shownAt`: for each act, the last `seq` before its solution was shown. */
  readonly judge: (facts: readonly Fact[], shownAt: Readonly<Record<string, number>>) => Judged;
  readonly createGuide: typeof createGuide;
  /** The recording of an act, loaded when the page shows it. */
  readonly recording: (act: string) => Promise<Recording | undefined>;
};

export type LabPorts = {
  /** `loading` is told what has come of it, as it comes. */
  readonly open: (setup: LabSetup, loading: (now: Loading) => void) => Promise<Opened>;
  readonly load: () => Promise<LabContent>;
  readonly storage: KeyValue | undefined;
  readonly progress: Pick<Progress, "data" | "goalMet" | "predicted">;
  /** Real time, for what concerns the person and not the lab. Returns a cancel. */
  readonly after: (ms: number, ring: () => void) => () => void;
  /** Where there is another place to move to: the page's part in it. */
  readonly where?: WherePorts;
  /** The host comes back by itself, as under a supervisor (landing page). */
  readonly supervised?: boolean;
};
