// Upcoming: what will happen next by itself, and when, in the order in which `due.ts` decides. Pure: reads the state.
// A call that goes out at the present instant does not count: nobody waits for it.
// L6. Of what is due at one instant, the call that waits for a throttle goes first, then the entry that was added first.
import type { Instant } from "../../log/facts.ts";
import { nextStartAt } from "../../flow/starts.ts";
import { assertNever } from "../../protocol/shape.ts";
import type { Entry } from "./agenda.ts";
import { callsStoppedBecause } from "./calls.ts";
import type { EngineState, Run } from "./state.ts";

type OfRun = { readonly runId: string; readonly fn: string };

/** `timeout`: a run is cancelled, by its function's own rule. */
export type Upcoming = { readonly at: Instant } & (
  | ({ readonly type: "sleep" | "wait" | "signal" | "invoke"; readonly stepId: string } & OfRun)
  | ({ readonly type: "retry"; readonly stepId?: string } & OfRun)
  | ({ readonly type: "start" | "timeout" } & OfRun)
  | { readonly type: "throttle" }
  | { readonly type: "cron" | "batch" | "debounce"; readonly fn: string }
);

export function upcoming(state: EngineState, now: Instant): Upcoming | undefined {
  const entry = state.agenda.first();
  const opens = callsStoppedBecause(state) === undefined ? nextStartAt(state.flow.starts, now) : undefined;
  if (opens !== undefined && (entry === undefined || opens <= entry.at)) return { type: "throttle", at: opens };
  return entry === undefined ? undefined : describe(state, entry, now);
}

function describe(state: EngineState, { at, due }: Entry, now: Instant): Upcoming | undefined {
  switch (due.type) {
    case "cron": {
      const tick = state.crons.get(due.key);
      return tick && { type: "cron", at, fn: tick.fn };
    }
    case "batch":
    case "debounce":
      return { type: due.type, at, fn: due.fn };
    case "timeout": {
      const run = state.runs.get(due.runId);
      return run && { type: "timeout", at, ...ofRun(run) };
    }
    case "call":
      return at <= now ? undefined : ofCall(state.runs.get(due.runId), due.target, at);
    case "step": {
      const run = state.runs.get(due.runId);
      const pending = run?.pending.get(due.hashedId);
      if (run === undefined || pending === undefined || pending.type === "planned" || pending.type === "gateway") return undefined;
      return { type: pending.type, at, ...ofRun(run), stepId: pending.stepId };
    }
    default:
      return assertNever(due);
  }
}

function ofCall(run: Run | undefined, target: string, at: Instant): Upcoming | undefined {
  const job = run?.jobs.get(target);
  if (run === undefined || job === undefined) return undefined;
  if (job.because !== "retry") return { type: "start", at, ...ofRun(run) };
  return { type: "retry", at, ...ofRun(run), ...(job.stepId === undefined ? {} : { stepId: job.stepId }) };
}

const ofRun = ({ runId, fn }: Run): OfRun => ({ runId, fn });
