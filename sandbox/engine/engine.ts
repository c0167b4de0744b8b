// The one door of the engine. Here the pure core meets its ports; nothing in `core/` awaits.
// L1. What a caller is told has been stored before. L11. Whatever was unfinished when the store was last written goes on.
import type { CallMode, EntryReason, Fact, Instant, ObservationBody } from "../log/facts.ts";
import { isEngineFact } from "../log/families.ts";
import type { JsonObject } from "../log/json.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { decodeInBand, encodeSync } from "../protocol/register.ts";
import type { Invoked } from "./core/decision.ts";
import { nextDue } from "./core/flow-start.ts";
import { upcoming, type Upcoming } from "./core/upcoming.ts";
import { route, routeDecoded, routeRegistration, type Routed } from "./core/routes.ts";
import type { EngineState } from "./core/state.ts";
import { Loop } from "./loop.ts";
import { createRecovery, type Recovery } from "./recovery.ts";
import { callWebhook, webhookId, webhookRejected } from "./webhooks.ts";
import { openState } from "./opening.ts";
import type { Clock } from "./ports/clock.ts";
import type { Entropy } from "./ports/entropy.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { Gateway } from "./ports/gateway.ts";
import type { Transport } from "./ports/transport.ts";
import type { Webhooks } from "./ports/webhooks.ts";

/**
 * Without a `gateway`, steps that ask the engine to fetch fail with an error that says so; without `webhooks`, none is served.
 * `lull`: a short while of real time, for which observations that nobody waits for may wait to be stored along with others.
 */
export type EnginePorts = {
  clock: Clock;
  entropy: Entropy;
  store: EventStore;
  transport: Transport;
  gateway?: Gateway;
  webhooks?: Webhooks;
  lull?: () => Promise<void>;
};

const SNAPSHOT_EVERY = 500;

export type EngineOptions = {
  /** Whether calls carry `ctx.fn_id`, without which the SDK never checkpoints (protocol.md 3.6). Default true; a stored log wins. */
  checkpointing?: boolean;
  /** Requests beside the SDK's own that `handle` answers too: `rest` of `rest.ts`, where a place serves HTTP. Default none. */
  rest?: ExtraRoutes;
  /** Facts between two snapshots of the state. Default 500; no other effect than on the next start's time. */
  snapshotEvery?: number;
  /** Waits this long before every retry instead of by the table; a `Retry-After` still decides (protocol.md 5.9). */
  retryIntervalMs?: number | undefined;
};

export type { Upcoming } from "./core/upcoming.ts";

/** Answers a request, or leaves it to the engine's own routes. */
export type ExtraRoutes = (engine: Recovery, request: WireRequest) => Promise<WireResponse> | undefined;

/** A call that has been sent and not yet answered, or just was. */
export type CallInfo = { callId: string; runId: string; fn: string; target: string; attempt: number; mode: CallMode; because: EntryReason };

export interface Engine extends Recovery {
  /** Inngest's HTTP API: `/e/:key`, `/fn/register`, `/v1/checkpoint/:run/async`, …. Never rejects for bad input: it answers with the error. */
  handle(request: WireRequest, source?: "learner" | "function"): Promise<WireResponse>;
  /** Asks the app at `url` (full URL of its endpoint) to register, by PUT. Resolves with the app's answer. */
  sync(url: string): Promise<WireResponse>;
  /** Numbers and stores an observation of the place. It is never folded for a decision. `soon`: nobody waits for it to be stored. */
  observe(body: ObservationBody, when?: "now" | "soon"): Promise<Fact>;
  /** All facts with `seq >= from`. */
  facts(from?: number): Promise<readonly Fact[]>;
  /** Facts as they are stored, in order, in the batches in which they were stored. */
  subscribe(listener: (facts: readonly Fact[]) => void): () => void;
  /** The call with this id, while its run is unfinished. */
  call(callId: string): CallInfo | undefined;
  setCheckpointing(on: boolean): Promise<void>;
  /** Holds every due call back with a fact that says why; costs no attempt. */
  pauseCalls(reason: string): Promise<void>;
  /** Sends held calls in order of their due time. */
  resumeCalls(reason: string): Promise<void>;
  /** The next instant at which something is due, if anything is. */
  nextDue(): Instant | undefined;
  /** What will happen by itself next, as far as that is not at once. */
  upcoming(): Upcoming | undefined;
  /** How many calls have been sent and not answered. */
  inFlight(): number;
  /** Resolves when nothing is being decided, nothing is due at the present instant, and no call is in flight. */
  settle(): Promise<void>;
  /** Resolves when all that was decided is stored and nothing is due at the present instant. Calls may be in flight. */
  stored(): Promise<void>;
  /** Starts one function, whatever its triggers (protocol.md 4.5). Undefined when no such function is registered. With a `key`, once in 24 hours. */
  invoke(fn: string, payload: JsonObject, key?: string): Promise<Invoked | undefined>;
  /** Drops a finished run whole; keeps its idempotency tombstones. */
  prune(runId: string): Promise<void>;
  /** Graceful shutdown: no further call goes out, those on their way end and are stored, then the engine stops. Rejects when it is stopped first. */
  drain(reason?: string): Promise<void>;
  /** Stops alarms and ignores late replies. The store stays as it is. */
  stop(): void;
}

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
    ...doorTo(loop, ports, (request) => options.rest?.(recovery, request)),
    ...recovery,
    ...historyOf(loop, ports.store, state),
    observe: (body, when = "now") => loop.observe(body, when),
    facts: (from = 1) => ports.store.read(from),
    subscribe: (listener) => loop.subscribe(listener),
    call: (callId) => describeCall(state, callId),
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
    drain: (reason = "the engine shuts down") => drain(loop, reason),
    stop: () => loop.stop(),
  };
}

/** Inngest's HTTP API and registration. */
function doorTo(
  loop: Loop,
  { transport, webhooks }: EnginePorts,
  extra: (request: WireRequest) => Promise<WireResponse> | undefined,
): Pick<Engine, "handle" | "sync"> {
  const answerTo = ({ inputs, reply }: Routed): Promise<WireResponse> => orSaysWhy(async () => reply(await loop.submitAll(inputs)));
  async function hook(id: string, request: WireRequest): Promise<WireResponse> {
    const hooked = await callWebhook(webhooks, id, request);
    if (hooked.type === "events") return answerTo(routeDecoded(hooked.decoded, "webhook"));
    await loop.submit({ type: "webhook-rejected", webhook: id, why: hooked.why });
    return webhookRejected(hooked);
  }
  async function orSaysWhy(answer: () => Promise<WireResponse>): Promise<WireResponse> {
    try {
      return await answer();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: 503, headers: { "content-type": "application/json" }, body: JSON.stringify({ error: message, status: 503 }) };
    }
  }
  return {
    handle: (request, source = "learner") => {
      const id = webhookId(request);
      if (id !== undefined) return orSaysWhy(() => hook(id, request));
      return orSaysWhy(async () => (await extra(request)) ?? answerTo(route(request, source)));
    },
    sync: async (url) => {
      const [, origin = url, path = ""] = /^([a-z]+:\/\/[^/?#]+)(.*)$/i.exec(url) ?? [];
      const response = await transport.send(origin, encodeSync(url, path === "" ? "/" : path, "in-band"));
      // An app that knows only the other way has posted to /fn/register by now (protocol.md 1.5).
      return response.headers["x-inngest-sync-kind"] === "in_band" ? answerTo(routeRegistration(decodeInBand(response))) : response;
    },
  };
}

/** L11. What is held stays in the log; the next engine on this store sends it. */
async function drain(loop: Loop, reason: string): Promise<void> {
  await loop.submit({ type: "drain", reason });
  await loop.settle();
  await loop.submit({ type: "drained" });
  await loop.close();
}

/** A finished run may go whole; only the store still knows it. */
function historyOf(loop: Loop, store: EventStore, state: EngineState): Pick<Engine, "prune"> {
  return {
    prune: async (runId) => {
      if (state.runs.has(runId)) return;
      const facts = (await store.readRun(runId)).filter((fact) => isEngineFact(fact) && fact.type !== "run.pruned").length;
      if (facts === 0) return;
      await loop.submit({ type: "prune", runId, facts });
      await store.dropRun(runId);
    },
  };
}

function describeCall(state: EngineState, callId: string): CallInfo | undefined {
  const run = state.runs.get(state.calls.get(callId) ?? "");
  const call = run?.calls.get(callId);
  return run === undefined || call === undefined ? undefined : { ...call, runId: run.runId, fn: run.fn };
}
