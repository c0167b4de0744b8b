// Jobs: which calls a run wants, and when. Part of the fold: everything here follows from facts.
// A run is discovered from the top when nothing of it is open; a step that was planned gets a call of its own (protocol.md 2.8).
import type { EntryReason, Instant } from "../../log/facts.ts";
import { delayed, left } from "../../flow/starts.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { gatesFor } from "./flow-gates.ts";
import { keyOf, type EngineState, type Job, type Run } from "./state.ts";

/** More than a run ever has in line at once, so that no two calls share a place. */
const CALLS_PER_RUN = 2 ** 24;

type NewJob = {
  readonly target: string;
  readonly attempt: number;
  readonly at: Instant;
  readonly because: EntryReason;
  readonly derived?: boolean;
  readonly stepId?: string | undefined;
};

export function addJob(state: EngineState, run: Run, { target, attempt, at, because, derived = false, stepId }: NewJob): void {
  dropJob(state, run, target);
  const { order } = state.agenda.add(at, { type: "call", runId: run.runId, target });
  const named = stepId === undefined ? {} : { stepId };
  run.jobs.set(target, { target, attempt, at, because, derived, entry: order, held: undefined, ...named });
}

export function dropJob(state: EngineState, run: Run, target: string): void {
  const job = run.jobs.get(target);
  if (job === undefined) return;
  leaveLine(state, run, job);
  state.agenda.cancel(job.entry);
  state.held.delete(keyOf(run.runId, target));
  run.jobs.delete(target);
}

/** A due job joins the line of its gates: by its run's place, and within a run by arrival. */
export function queueJob(state: EngineState, run: Run, target: string, now: Instant): void {
  const job = run.jobs.get(target);
  if (job === undefined) return;
  state.agenda.cancel(job.entry);
  run.jobs.set(target, { ...job, held: "queued" });
  const ticket = {
    id: keyOf(run.runId, target),
    score: run.score,
    order: run.order * CALLS_PER_RUN + (job.entry % CALLS_PER_RUN),
    gates: gatesFor(run),
  };
  delayed(state.flow.starts, ticket, now);
}

/** Puts the jobs that stand in line back in the agenda, to be decided anew. */
export function leaveLines(state: EngineState, run: Run): void {
  for (const [target, job] of run.jobs) {
    if (job.held !== "queued") continue;
    leaveLine(state, run, job);
    run.jobs.set(target, { ...job, held: undefined });
    state.agenda.restore({ at: job.at, order: job.entry, due: { type: "call", runId: run.runId, target } });
  }
}

function leaveLine(state: EngineState, run: Run, job: Job): void {
  if (job.held === "queued") left(state.flow.starts, keyOf(run.runId, job.target), state.at);
}

/** Takes a due job out of the agenda until it is let go. */
export function holdJob(state: EngineState, run: Run, why: "paused" | "unregistered", target: string): void {
  const job = run.jobs.get(target);
  if (job === undefined) return;
  leaveLine(state, run, job);
  state.agenda.cancel(job.entry);
  run.jobs.set(target, { ...job, held: why });
  state.held.set(keyOf(run.runId, target), { runId: run.runId, target });
}

/** Puts held jobs back in the agenda at their old due times: they go out in that order. */
export function letGo(state: EngineState, mayGo: (run: Run, job: Job) => boolean): void {
  for (const [key, { runId, target }] of state.held) {
    const run = state.runs.get(runId);
    const job = run?.jobs.get(target);
    if (run === undefined || job === undefined) state.held.delete(key);
    else if (mayGo(run, job)) {
      state.held.delete(key);
      run.jobs.set(target, { ...job, held: undefined });
      state.agenda.restore({ at: job.at, order: job.entry, due: { type: "call", runId, target } });
    }
  }
}

/** Keeps the derived discovery in line with the rest of the run: called after every fact that touches it. */
export function refresh(state: EngineState, run: Run, now: Instant): void {
  const job = run.jobs.get(DISCOVERY);
  const wanted = wantsDiscovery(run, job);
  if (wanted && job === undefined) addJob(state, run, { target: DISCOVERY, attempt: 0, at: now, because: run.because, derived: true });
  else if (!wanted && job?.derived === true) dropJob(state, run, DISCOVERY);
}

function wantsDiscovery(run: Run, job: Job | undefined): boolean {
  if (run.nudged && !hasOpenDiscovery(run)) return true;
  // Coalesced: one discovery once the last open step of a group has ended.
  const others = run.jobs.size - (job?.derived === true ? 1 : 0);
  return run.pending.size === 0 && run.calls.size === 0 && others === 0;
}

function hasOpenDiscovery(run: Run): boolean {
  for (const call of run.calls.values()) if (call.target === DISCOVERY) return true;
  return run.jobs.get(DISCOVERY)?.derived === false;
}
