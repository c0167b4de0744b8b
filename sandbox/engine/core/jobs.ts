// Jobs: which calls a run wants, and when. Part of the fold: everything here follows from facts.
// A discovery (a call that enters the function from the top) is wanted when nothing of the run is open. A planned step gets a
// targeted call of its own (protocol.md 2.8).
import type { Instant } from "../../log/facts.ts";
import { dequeued, queued } from "../../flow/starts.ts";
import { DISCOVERY } from "../../protocol/call.ts";
import { gatesFor } from "./flow-gates.ts";
import { keyOf, type EngineState, type Job, type Run } from "./state.ts";

/** More calls than a run ever has in the queue at once, so that no two share a place. */
const CALLS_PER_RUN = 2 ** 24;

type NewJob = Pick<Job, "target" | "attempt" | "at" | "because"> & { readonly derived?: boolean; readonly stepId?: string | undefined };

export function addJob(state: EngineState, run: Run, { target, attempt, at, because, derived = false, stepId }: NewJob): void {
  dropJob(state, run, target);
  const { order } = state.agenda.add(at, { type: "call", runId: run.runId, target });
  const named = stepId === undefined ? {} : { stepId };
  run.jobs.set(target, { target, attempt, at, because, derived, entry: order, held: undefined, ...named });
}

export function dropJob(state: EngineState, run: Run, target: string): void {
  if (unschedule(state, run, target) === undefined) return;
  state.held.delete(keyOf(run.runId, target));
  run.jobs.delete(target);
}

/** A due job joins the queue of its gates: by its run's place, and within a run by arrival. */
export function enqueueJob(state: EngineState, run: Run, target: string, now: Instant): void {
  const job = run.jobs.get(target);
  if (job === undefined) return;
  state.agenda.cancel(job.entry);
  run.jobs.set(target, { ...job, held: "queued" });
  const order = run.order * CALLS_PER_RUN + (job.entry % CALLS_PER_RUN);
  queued(state.flow.starts, { id: keyOf(run.runId, target), score: run.score, order, gates: gatesFor(run) }, now);
}

/** Takes the run's queued jobs back into the agenda, where they are decided anew. */
export function leaveQueue(state: EngineState, run: Run): void {
  for (const job of run.jobs.values()) {
    if (job.held !== "queued") continue;
    dequeue(state, run, job);
    reschedule(state, run, job);
  }
}

/** Takes a due job out of the agenda until it is released. */
export function holdJob(state: EngineState, run: Run, why: "paused" | "unregistered", target: string): void {
  const job = unschedule(state, run, target);
  if (job === undefined) return;
  run.jobs.set(target, { ...job, held: why });
  state.held.set(keyOf(run.runId, target), { runId: run.runId, target });
}

/** Puts held jobs back into the agenda at their old due times: they go out in that order. */
export function releaseHeld(state: EngineState, mayGo: (run: Run, job: Job) => boolean): void {
  for (const [key, { runId, target }] of state.held) {
    const run = state.runs.get(runId);
    const job = run?.jobs.get(target);
    if (run !== undefined && job !== undefined && !mayGo(run, job)) continue;
    state.held.delete(key);
    if (run !== undefined && job !== undefined) reschedule(state, run, job);
  }
}

/** Takes a job out of agenda and queue, wherever it is. */
function unschedule(state: EngineState, run: Run, target: string): Job | undefined {
  const job = run.jobs.get(target);
  if (job === undefined) return undefined;
  if (job.held === "queued") dequeue(state, run, job);
  state.agenda.cancel(job.entry);
  return job;
}

function reschedule(state: EngineState, { runId, jobs }: Run, job: Job): void {
  const { target, at, entry } = job;
  jobs.set(target, { ...job, held: undefined });
  state.agenda.restore({ at, order: entry, due: { type: "call", runId, target } });
}

function dequeue(state: EngineState, run: Run, job: Job): void {
  dequeued(state.flow.starts, keyOf(run.runId, job.target), state.at);
}

/** Adds or drops the derived discovery as the rest of the run demands it. Called after every fact that touches the run. */
export function refreshDiscovery(state: EngineState, run: Run, now: Instant): void {
  const job = run.jobs.get(DISCOVERY);
  const wanted = wantsDiscovery(run, job);
  if (wanted && job === undefined) addJob(state, run, { target: DISCOVERY, attempt: 0, at: now, because: run.because, derived: true });
  else if (!wanted && job?.derived === true) dropJob(state, run, DISCOVERY);
}

function wantsDiscovery(run: Run, job: Job | undefined): boolean {
  if (run.discoveryWanted && !hasOpenDiscovery(run)) return true;
  // One discovery once the last open step of a group has ended, not one for each step.
  const others = run.jobs.size - (job?.derived === true ? 1 : 0);
  return run.pending.size === 0 && run.calls.size === 0 && others === 0;
}

function hasOpenDiscovery(run: Run): boolean {
  for (const call of run.calls.values()) if (call.target === DISCOVERY) return true;
  return run.jobs.get(DISCOVERY)?.derived === false;
}
