// The engine: puts the pure core (`core/`), its loop and its ports together. Other folders enter here; nothing in `core/` awaits.
// L1. What a caller is told has been stored before. L11. Whatever was unfinished when the store was last written goes on.
import { isEngineFact } from "../log/families.ts";
import { nextDue } from "./core/flow-start.ts";
import type { EngineState } from "./core/state.ts";
import { upcoming } from "./core/upcoming.ts";
import type { CallInfo, Engine, EngineOptions } from "./engine-api.ts";
import { createHttpApi } from "./http-api.ts";
import { Loop } from "./loop.ts";
import { openState } from "./opening.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import type { EventStore } from "./ports/event-store.ts";
import { createRecovery } from "./recovery.ts";

export type { Upcoming } from "./core/upcoming.ts";
export type { Engine, EngineOptions } from "./engine-api.ts";
export type { EnginePorts } from "./ports/engine-ports.ts";

const SNAPSHOT_EVERY = 500;

/** Opens an engine on its store: a new log when the store is empty, otherwise every unfinished run goes on (L11). */
export async function createEngine(ports: EnginePorts, options: EngineOptions = {}): Promise<Engine> {
  const { state, lastSeq, folded } = await openState(ports.store);
  const loop = new Loop(ports, state, {
    lastSeq,
    folded,
    snapshotEvery: options.snapshotEvery ?? SNAPSHOT_EVERY,
    retryMs: options.retryIntervalMs,
  });
  await loop.submit({ type: "start", seed: ports.entropy.seed, checkpointing: options.checkpointing ?? true });
  const recovery = createRecovery(loop, ports.store, (runId) => state.runs.has(runId));
  return {
    ...createHttpApi(loop, ports, (request) => options.rest?.(recovery, request)),
    ...recovery,
    observe: (body, when = "now") => loop.observe(body, when),
    facts: (from = 1) => ports.store.read(from),
    subscribe: (listener) => loop.subscribe(listener),
    call: (callId) => openCall(state, callId),
    setCheckpointing: async (on) => void (await loop.submit({ type: "checkpointing", on })),
    pauseCalls: async (reason) => void (await loop.submit({ type: "pause", reason })),
    resumeCalls: async (reason) => void (await loop.submit({ type: "resume", reason })),
    nextDue: () => nextDue(state, ports.clock.now()),
    upcoming: () => upcoming(state, ports.clock.now()),
    inFlight: () => loop.inFlight(),
    invoke: async (fn, payload, key) => {
      const answer = await loop.submit({ type: "invoke-by-hand", fn, payload, ...(key === undefined ? {} : { key }) });
      return answer?.type === "invoked" ? answer : undefined;
    },
    settle: () => loop.settle(),
    stored: () => loop.stored(),
    prune: (runId) => prune(loop, ports.store, state, runId),
    drain: (reason = "the engine shuts down") => drain(loop, reason),
    stop: () => loop.stop(),
  };
}

/** L11. Calls that the drain holds back stay in the log; the next engine on this store sends them. */
async function drain(loop: Loop, reason: string): Promise<void> {
  await loop.submit({ type: "drain", reason });
  await loop.settle();
  await loop.submit({ type: "drained" });
  await loop.close();
}

/** L4. Only a finished run is dropped. Its facts are counted first, since the state no longer knows them. */
async function prune(loop: Loop, store: EventStore, state: EngineState, runId: string): Promise<void> {
  if (state.runs.has(runId)) return;
  const facts = (await store.readRun(runId)).filter((fact) => isEngineFact(fact) && fact.type !== "run.pruned").length;
  if (facts === 0) return;
  await loop.submit({ type: "prune", runId, facts });
  await store.dropRun(runId);
}

function openCall(state: EngineState, callId: string): CallInfo | undefined {
  const run = state.runs.get(state.calls.get(callId) ?? "");
  const call = run?.calls.get(callId);
  return run === undefined || call === undefined ? undefined : { ...call, runId: run.runId, fn: run.fn };
}
