// The library door: somebody's own, unmodified Inngest functions in virtual time, inside a test, without a server.
// Boundary: an engine in memory, a clock turned by hand, the SDK in process. It knows no test runner.
// L6. Nothing happens before its due time, and `advance` passes nothing that is due without doing it.
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock, type ManualClock } from "../adapters/memory/manual-clock.ts";
import { createEngine as openEngine, type Engine } from "../engine/engine.ts";
import type { Gateway } from "../engine/ports/gateway.ts";
import type { Transport } from "../engine/ports/transport.ts";
import type { Fact, Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { installVirtualDate } from "../place/virtual-date.ts";
import { parseDuration } from "../protocol/duration.ts";
import { APP_URL, type Client, type Functions, type Serve, serveInProcess } from "./in-process-app.ts";
import { type TestRun, testRuns } from "./runs.ts";

export type TestEvent = {
  readonly name: string;
  readonly data?: JsonObject;
  readonly id?: string;
  readonly ts?: Instant;
  readonly user?: JsonObject;
  /** Which sessions its runs belong to. */
  readonly meta?: { readonly sessions: { readonly [name: string]: string | number | null } };
};

export type TestEngineOptions = {
  /** The client that the functions were made with, as your app has it. */
  readonly client: Client;
  readonly functions: Functions;
  /** Where the clock starts. Default 2026-01-01T00:00:00Z: the same every day, so that a test is too. */
  readonly start?: Date | string | Instant;
  /** Reproduces ids, jitter and the extra seconds between retries. */
  readonly seed?: string;
  /** Whether the SDK may run many steps in one call. Default true, as with SDK 4 and the dev server. */
  readonly checkpointing?: boolean;
  /** Whether `Date` reads the engine's clock until `stop`. Default true. Timers stay real either way. */
  readonly virtualDate?: boolean;
  /** Answers `step.fetch` and `step.ai.infer`. Without it such steps fail and say so: a test asks nobody by accident. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** `serve` of your own `inngest/edge`, where the engine lies in another project than your functions. */
  readonly serve?: Serve;
};

export interface TestEngine extends AsyncDisposable {
  /** Sends events as the outside does; resolves with their internal ids once they are stored. `settle` lets their runs begin. */
  send(events: TestEvent | readonly TestEvent[]): Promise<readonly string[]>;
  /** Lets everything happen that needs no time: resolves when every run has ended, sleeps or waits. */
  settle(): Promise<void>;
  /** Goes on by "3d", "1h30m" or milliseconds, from one due time to the next, and settles at each. */
  advance(by: string | number): Promise<void>;
  advanceTo(at: Date | string | Instant): Promise<void>;
  /** Goes on to whatever is due next; false when nothing is. */
  next(): Promise<boolean>;
  /** The engine's clock. */
  now(): Date;
  /** Runs, first created first; of one function (`"welcome"` or `"app-welcome"`), or those that an event started. */
  runs(of?: { readonly fn?: string; readonly event?: string }): Promise<readonly TestRun[]>;
  /** One run. Without an id: the only one there is. */
  run(id?: string): Promise<TestRun>;
  facts(): Promise<readonly Fact[]>;
  /** Sends a signal; resolves with the run that waited for it, if one did. */
  signal(signal: string, data?: Json): Promise<string | undefined>;
  /** Ends a run at its next step boundary. */
  cancel(runId: string): Promise<void>;
  /** Starts a new run with the same events, from the top or from a step; resolves with its id. */
  rerun(runId: string, from?: { readonly stepId: string; readonly input?: readonly Json[] }): Promise<string>;
  /** Gives `Date` and `fetch` back. Call it after each test. */
  stop(): Promise<void>;
}

/** The engine or a run was asked for something that is not there. */
export class TestEngineError extends Error {
  readonly code: "not-registered" | "event-refused" | "not-one-run" | "no-such-run" | "not-a-time" | "date-taken";
  constructor(code: TestEngineError["code"], message: string) {
    super(message);
    this.name = "TestEngineError";
    this.code = code;
  }
}

const DEFAULT_START = "2026-01-01T00:00:00Z";

/** Serves the functions in process and registers them with an engine of their own. Rejects with `ClientOutOfReach` or `TestEngineError`. */
export async function createEngine(options: TestEngineOptions): Promise<TestEngine> {
  const clock = createManualClock(instantOf(options.start ?? DEFAULT_START));
  const closing: (() => void)[] = [];
  const close = (): void => closing.splice(0).forEach((end) => end());
  try {
    if (options.virtualDate ?? true) closing.push(takeDate(clock));
    const opened: { engine?: Engine } = {};
    const app = serveInProcess(options, () => {
      if (opened.engine === undefined) throw new Error("The test engine is not open yet.");
      return opened.engine;
    });
    closing.push(app.close);
    const engine = await openOn(clock, app.transport, options);
    opened.engine = engine;
    closing.push(() => engine.stop());
    await app.check();
    const { status, body } = await engine.sync(APP_URL);
    if (status !== 200) throw new TestEngineError("not-registered", `The functions cannot be registered (HTTP ${status}): ${body}`);
    return doorTo(engine, clock, close);
  } catch (error) {
    close();
    throw error;
  }
}

function openOn(
  clock: ManualClock,
  transport: Transport,
  { seed = "test", checkpointing = true, fetch }: TestEngineOptions,
): Promise<Engine> {
  const ports = { clock, transport, store: createMemoryEventStore(), entropy: createSeededEntropy(seed) };
  return openEngine({ ...ports, ...(fetch && { gateway: gatewayTo(fetch) }) }, { checkpointing });
}

function doorTo(engine: Engine, clock: ManualClock, close: () => void): TestEngine {
  const post = (path: string, body: Json) => engine.handle({ method: "POST", path, headers: {}, body: JSON.stringify(body) }, "learner");
  const runs: TestEngine["runs"] = async ({ fn, event } = {}) =>
    testRuns(await engine.facts()).filter(
      (run) => (fn === undefined || run.fn === fn || run.fn.endsWith(`-${fn}`)) && (event === undefined || run.events.includes(event)),
    );
  async function stop(): Promise<void> {
    await engine.stored();
    close();
  }
  return {
    ...timeOf(engine, clock),
    runs,
    run: async (id) => theOne(await runs(), id),
    facts: () => engine.facts(),
    async send(events) {
      const { status, body } = await post("/e/test", events as unknown as Json);
      const reply = JSON.parse(body) as { readonly ids?: readonly string[]; readonly error?: string };
      if (status !== 200) throw new TestEngineError("event-refused", `The event is refused (HTTP ${status}): ${reply.error ?? body}`);
      return reply.ids ?? [];
    },
    async signal(signal, data = null) {
      const { status, body } = await post("/v1/signals", { signal, data });
      return status === 200 ? (JSON.parse(body) as { readonly data: { readonly run_id: string } }).data.run_id : undefined;
    },
    async cancel(runId) {
      if ((await engine.cancel(runId)) === "unknown") throw unknownRun(runId);
    },
    async rerun(runId, from) {
      const again = await engine.rerun(runId, from);
      if (again === undefined) throw unknownRun(runId);
      return again;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function timeOf(engine: Engine, clock: ManualClock): Pick<TestEngine, "settle" | "advance" | "advanceTo" | "next" | "now"> {
  async function goOnTo(end: Instant): Promise<void> {
    await engine.settle();
    for (let due = engine.nextDue(); due !== undefined && due <= end; due = engine.nextDue()) {
      clock.set(Math.max(due, clock.now()));
      await engine.settle();
    }
    clock.set(end);
    await engine.settle();
  }
  return {
    settle: () => engine.settle(),
    now: () => new Date(clock.now()),
    async advance(by) {
      const ms = typeof by === "number" ? by : parseDuration(by);
      if (ms === undefined || !(ms >= 0))
        throw new TestEngineError("not-a-time", `"${by}" is no duration: write "3d" or "1h30m", or milliseconds.`);
      await goOnTo(clock.now() + ms);
    },
    async advanceTo(at) {
      const end = instantOf(at);
      if (end < clock.now())
        throw new TestEngineError("not-a-time", `The clock stands at ${new Date(clock.now()).toISOString()} and does not go back.`);
      await goOnTo(end);
    },
    async next() {
      await engine.settle();
      const due = engine.nextDue();
      if (due !== undefined) await goOnTo(Math.max(due, clock.now()));
      return due !== undefined;
    },
  };
}

function theOne(runs: readonly TestRun[], id: string | undefined): TestRun {
  if (id !== undefined) {
    const found = runs.find((run) => run.id === id);
    if (found === undefined) throw unknownRun(id);
    return found;
  }
  const [only, ...more] = runs;
  if (only !== undefined && more.length === 0) return only;
  const there = runs.map((run) => `${run.fn} ${run.id} (${run.status})`).join(", ");
  throw new TestEngineError(
    "not-one-run",
    `There is not one run but ${runs.length}. Say which: ${there || "no event has started any; call settle after send"}.`,
  );
}

const unknownRun = (id: string): TestEngineError => new TestEngineError("no-such-run", `There is no run ${id}. Look at runs().`);

function instantOf(at: Date | string | Instant): Instant {
  const instant = typeof at === "number" ? at : new Date(at).getTime();
  if (Number.isNaN(instant))
    throw new TestEngineError("not-a-time", `"${String(at)}" is no instant: write "2026-01-01T09:00:00Z", a Date or milliseconds.`);
  return instant;
}

// There is one `Date`, and it can follow one clock.
let dateTaken = false;

function takeDate(clock: ManualClock): () => void {
  if (dateTaken) throw new TestEngineError("date-taken", "Another test engine has `Date`: stop it first, or pass `virtualDate: false`.");
  dateTaken = true;
  const giveBack = installVirtualDate(globalThis, () => clock.now());
  return () => {
    giveBack();
    dateTaken = false;
  };
}

function gatewayTo(answer: (request: Request) => Promise<Response>): Gateway {
  return {
    async fetch({ method, url, headers, body }) {
      const response = await answer(new Request(url, { method, headers: { ...headers }, ...(body === "" ? {} : { body }) }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}
