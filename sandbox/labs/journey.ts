// The words of a journey: what a learner presses in a lab, one after the other. Journeys make recordings and tests.
import type { Fact } from "../log/facts.ts";

export type Press =
  | { readonly press: "Run"; readonly event?: number }
  | { readonly press: "Rerun" | "Crash host" | "Start host" | "Restart engine" | "Next wake-up" }
  /** Chooses one of the act's moments; an armed crash follows it. */
  | { readonly press: "Crash at"; readonly option: number }
  | { readonly press: "Checkpointing"; readonly on: boolean }
  | { readonly press: "Fault"; readonly fault: string; readonly on: boolean }
  /** Puts one of the act's prepared changes into service. */
  | { readonly press: "Change"; readonly change: string }
  /** Puts the files of a folder into service, as if they had been typed. */
  | { readonly press: "Apply edit"; readonly folder: string }
  /** `request` counts the requests of the log from 1. */
  | { readonly press: "Approve" | "Reject"; readonly request: number };

export const run: Press = { press: "Run" };
export const runEvent = (event: number): Press => ({ press: "Run", event });
export const crash: Press = { press: "Crash host" };
export const start: Press = { press: "Start host" };
export const wake: Press = { press: "Next wake-up" };
export const restartEngine: Press = { press: "Restart engine" };
export const change = (id: string): Press => ({ press: "Change", change: id });
export const applyEdit = (folder: string): Press => ({ press: "Apply edit", folder });
export const approve = (request: number): Press => ({ press: "Approve", request });
export const reject = (request: number): Press => ({ press: "Reject", request });

/** One act, told by pressing: what the learner sees of it when all goes as the lesson says. */
export type ActJourney = {
  readonly act: string;
  /** From the act's start to its last goal, failing first where the act does. It is recorded. */
  readonly passage: readonly Press[];
  /** The presses that meet the act's goals on its solution alone; the same presses fail on its start and on wrong attempts. */
  readonly proof: readonly Press[];
  /** The last fact that gives nothing away. */
  readonly openUpTo: (log: readonly Fact[]) => Fact | undefined;
  /** Which option of the prediction the passage bears out. */
  readonly answer?: (log: readonly Fact[]) => string;
};

/** Files that do not meet a goal, and what the learner reads then. */
export type Attempt = {
  readonly folder: string;
  readonly act: string;
  readonly goal: string;
  readonly says: string;
  /** The folder that the act opens with, when it is another. */
  readonly opens?: string;
  /** Presses, when they are not the act's proof. */
  readonly presses?: readonly Press[];
};

export type LabJourneys = {
  readonly acts: readonly ActJourney[];
  /** For each act that its start does not pass by itself: the sentence. */
  readonly starts: readonly Attempt[];
  /** Other folders that solve an act. */
  readonly alsoSolve: readonly { readonly act: string; readonly folder: string }[];
  readonly wrong: readonly Attempt[];
  /** Presses that meet a goal and then break what it stands for; `says` is told beside the met goal. */
  readonly violations: readonly Attempt[];
};

/** The first fact of a type, for `openUpTo`. */
export const firstOf =
  (type: Fact["type"]) =>
  (log: readonly Fact[]): Fact | undefined =>
    log.find((fact) => fact.type === type);
