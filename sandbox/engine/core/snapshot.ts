// Snapshots: the state as text and back. A cache of the fold: what cannot be read is left out, and the log is folded anew.
import { LOG_VERSION } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import type { Snapshot } from "../ports/event-store.ts";
import { Agenda, type Entry } from "./agenda.ts";
import type { App, Call, Defer, EngineState, Fn, HeldJob, Job, Pending, Run, Tick, Tombstone, WaitKey } from "./state.ts";

/** To be raised when the state's shape changes: what an older engine wrote is then not read. */
const FORMAT = 2;

type Pairs<T> = readonly (readonly [string, T])[];
type FlatRun = Omit<Run, "memos" | "inputs" | "pending" | "defers" | "jobs" | "calls"> & {
  readonly inputs: Pairs<Json>;
  readonly memos: Pairs<Json>;
  readonly pending: Pairs<Pending>;
  readonly defers: Pairs<Defer>;
  readonly jobs: Pairs<Job>;
  readonly calls: Pairs<Call>;
};
type Flat = Pick<EngineState, "position" | "at" | "generation" | "checkpointing" | "paused" | "draining" | "lastEvent" | "flow"> & {
  readonly format: typeof FORMAT;
  readonly alarms: Pairs<number>;
  readonly apps: Pairs<App>;
  readonly functions: Pairs<Fn>;
  readonly runs: readonly FlatRun[];
  readonly calls: Pairs<string>;
  readonly waits: Pairs<Pairs<WaitKey>>;
  readonly signals: Pairs<WaitKey>;
  readonly crons: Pairs<Tick>;
  readonly pausedFunctions: readonly string[];
  readonly held: Pairs<HeldJob>;
  readonly claims: Pairs<string>;
  readonly tombstones: Pairs<Tombstone>;
  readonly agenda: { readonly next: number; readonly entries: readonly Entry[] };
};

export function writeSnapshot(state: EngineState, upTo: number): Snapshot {
  const { position, at, generation, checkpointing, paused, draining, lastEvent, flow, agenda } = state;
  const flat: Flat = {
    format: FORMAT,
    position,
    at,
    generation,
    checkpointing,
    paused,
    draining,
    lastEvent,
    flow,
    alarms: [...state.alarms],
    apps: [...state.apps],
    functions: [...state.functions],
    calls: [...state.calls],
    signals: [...state.signals],
    crons: [...state.crons],
    pausedFunctions: [...state.pausedFunctions],
    held: [...state.held],
    claims: [...state.claims],
    tombstones: [...state.tombstones],
    runs: [...state.runs.values()].map(flatten),
    waits: [...state.waits].map(([event, keys]) => [event, [...keys]] as const),
    agenda: { next: agenda.next, entries: agenda.entries() },
  };
  // As text: nothing of the living state is shared, and a store has nothing to walk through while the engine waits for it.
  return { upTo, logVersion: LOG_VERSION, state: JSON.stringify(flat) };
}

function flatten(run: Run): FlatRun {
  const { inputs, memos, pending, defers, jobs, calls } = run;
  return {
    ...run,
    inputs: [...inputs],
    memos: [...memos],
    pending: [...pending],
    defers: [...defers],
    jobs: [...jobs],
    calls: [...calls],
  };
}

/** `undefined` when it was written for another version of the log, or of the state. */
export function readSnapshot(snapshot: Snapshot): EngineState | undefined {
  if (snapshot.logVersion !== LOG_VERSION || typeof snapshot.state !== "string") return undefined;
  // Written by `writeSnapshot` of the same version, so its shape is known.
  const flat = JSON.parse(snapshot.state) as Flat;
  if (flat.format !== FORMAT) return undefined;
  return {
    position: flat.position,
    at: flat.at,
    generation: flat.generation,
    checkpointing: flat.checkpointing,
    paused: flat.paused,
    draining: flat.draining,
    lastEvent: flat.lastEvent,
    flow: flat.flow,
    alarms: new Map(flat.alarms),
    apps: new Map(flat.apps),
    functions: new Map(flat.functions),
    calls: new Map(flat.calls),
    signals: new Map(flat.signals),
    crons: new Map(flat.crons),
    pausedFunctions: new Set(flat.pausedFunctions),
    held: new Map(flat.held),
    claims: new Map(flat.claims),
    tombstones: new Map(flat.tombstones),
    runs: new Map(flat.runs.map((run) => [run.runId, unflatten(run)])),
    waits: new Map(flat.waits.map(([event, keys]) => [event, new Map(keys)])),
    agenda: new Agenda(flat.agenda.entries, flat.agenda.next),
  };
}

function unflatten(run: FlatRun): Run {
  return {
    ...run,
    parent: run.parent,
    claim: run.claim,
    singleton: run.singleton,
    startedAt: run.startedAt,
    inputs: new Map(run.inputs),
    memos: new Map(run.memos),
    pending: new Map(run.pending),
    // A snapshot of before there were defers has none.
    defers: new Map(run.defers ?? []),
    jobs: new Map(run.jobs),
    calls: new Map(run.calls),
  };
}
