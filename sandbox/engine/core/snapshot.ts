// Snapshots: the state as text and back. A snapshot is a cache of the fold: where one cannot be read, the log is folded anew.
import { LOG_VERSION } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";
import type { Snapshot } from "../ports/event-store.ts";
import { Agenda, type Entry } from "./agenda.ts";
import type { App, Call, Defer, EngineState, Fn, HeldJob, Job, Pending, Run, Tick, Tombstone, WaitKey } from "./state.ts";

/** Raise it when the shape of the state changes: snapshots of an older shape are not read. */
const FORMAT = 4;

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
  readonly idempotencyKeys: Pairs<string>;
  /** Key, run and expiry of each, one after the other in one array: there may be a hundred thousand. */
  readonly tombstones: readonly (string | number)[];
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
    idempotencyKeys: [...state.idempotencyKeys],
    tombstones: flattenTombstones(state.tombstones),
    runs: [...state.runs.values()].map(flatten),
    waits: [...state.waits].map(([event, keys]) => [event, [...keys]] as const),
    agenda: { next: agenda.next, entries: agenda.entries() },
  };
  // As text, so that the store shares no object with the state, and has nothing to copy while the engine waits for it.
  return { upTo, logVersion: LOG_VERSION, state: JSON.stringify(flat) };
}

function flattenTombstones(tombstones: EngineState["tombstones"]): readonly (string | number)[] {
  const flat: (string | number)[] = [];
  for (const [key, { runId, until }] of tombstones) flat.push(key, runId, until);
  return flat;
}

function unflattenTombstones(flat: readonly (string | number)[]): Map<string, Tombstone> {
  const found = new Map<string, Tombstone>();
  for (let i = 0; i < flat.length; i += 3) {
    const [key, runId, until] = [flat[i] as string, flat[i + 1] as string, flat[i + 2] as number];
    const end = key.indexOf("\n");
    found.set(key, { runId, fn: key.slice(0, end), id: key.slice(end + 1), until });
  }
  return found;
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

/** `undefined` when it was written for another version of the log or another shape of the state. */
export function readSnapshot(snapshot: Snapshot): EngineState | undefined {
  if (snapshot.logVersion !== LOG_VERSION || typeof snapshot.state !== "string") return undefined;
  // Written by `writeSnapshot`, so its shape is known once its format is.
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
    idempotencyKeys: new Map(flat.idempotencyKeys),
    tombstones: unflattenTombstones(flat.tombstones),
    runs: new Map(flat.runs.map((run) => [run.runId, unflatten(run)])),
    waits: new Map(flat.waits.map(([event, keys]) => [event, new Map(keys)])),
    agenda: new Agenda(flat.agenda.entries, flat.agenda.next),
  };
}

function unflatten(run: FlatRun): Run {
  return {
    ...run,
    parent: run.parent,
    idempotencyKey: run.idempotencyKey,
    singleton: run.singleton,
    startedAt: run.startedAt,
    inputs: new Map(run.inputs),
    memos: new Map(run.memos),
    pending: new Map(run.pending),
    defers: new Map(run.defers),
    jobs: new Map(run.jobs),
    calls: new Map(run.calls),
  };
}
