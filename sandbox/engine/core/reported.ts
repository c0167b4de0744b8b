// What a reply or a checkpoint reports, and what it adds: the words between `steps.ts` and `open-steps.ts`.
import type { EngineFactBody, RunFailure, WireError } from "../../log/facts.ts";
import type { Command, Env, Input } from "./decision.ts";
import type { Call, EngineState, Run, WaitKey } from "./state.ts";

export type Reported = {
  readonly state: EngineState;
  readonly run: Run;
  readonly call: Call;
  readonly via: "checkpoint" | "reply";
  readonly retryAfterMs?: number | undefined;
  readonly env: Env;
};

/** `settled`: ids that have ended or will be tried again. `end`: what ends the run at once. */
export type StepFacts = {
  facts: EngineFactBody[];
  next: Input[];
  commands: Command[];
  settled: Set<string>;
  /** The run's defers, those of this reply among them. */
  defers: Run["defers"];
  /** Signals that this reply has taken, which the state does not know yet. */
  signals: Map<string, WaitKey>;
  retried: boolean;
  end?: { code: RunFailure; error: WireError };
};

export function raceOf(op: { readonly race?: boolean }): { readonly race?: true } {
  return op.race === true ? { race: true } : {};
}
