// What a page may ask of any place. All data is structured-cloneable, so a session may live behind a port.
import type { Boundary, CodePlace, Fact, Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";

/** The learner's files by name, e.g. `{ "answer-email.ts": "…" }`. */
export type Files = { readonly [file: string]: string };

/** How fast time runs while nothing of the learner's is executing; 0: it waits for `next`. During a call it runs at 1× or faster. */
export type Rate = 0 | 1 | 60 | 3600;

/** `event`: a run that was to start later; `timeout`: a run that its function's rule cancels. */
export type WakeKind = "sleep" | "wait" | "retry" | "held" | "event" | "cron" | "batch" | "debounce" | "throttle" | "timeout";

export type ClockView = {
  readonly now: Instant;
  readonly rate: Rate;
  readonly paused: boolean;
  /** What the next wake-up is, if something is due later or a run is held. */
  readonly next?: { readonly kind: WakeKind; readonly at: Instant; readonly label: string };
};

/** What the place itself is doing; what the runs do is in the facts. */
export type PlaceView = {
  readonly host: "none" | "starting" | "up" | "down" | "broken";
  /** `contained`: the host was stopped because it did not answer. */
  readonly contained: boolean;
  readonly callsInFlight: number;
  /** Runs that a hold keeps, oldest first. */
  readonly held: readonly { readonly runId: string; readonly boundary: Boundary; readonly stepId?: string }[];
  readonly armed?: { readonly boundary: Boundary; readonly stepId?: string };
  readonly checkpointing: boolean;
  readonly faults: readonly string[];
  readonly codeVersion: number;
  readonly clock: ClockView;
};

export type DeployResult =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly version: number; readonly message: string; readonly place?: CodePlace };

/** One call on the wire and its reply, redacted and cut to size; kept beside the log, never in it. */
export type WireEntry = {
  readonly n: number;
  readonly t: Instant;
  readonly direction: "engine-to-app" | "app-to-engine";
  readonly method: string;
  readonly path: string;
  readonly callId?: string;
  readonly requestBody: string;
  readonly status?: number;
  readonly responseBody?: string;
};

/** `body` is the text as the provider sends it. */
export type WebhookCall = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: string;
};
export type WebhookAnswer = { readonly status: number; readonly body: string };

/** Where a run stops until someone presses: at `boundary`, of the step or effect named; in every run, and in each only once, so that a retry passes. */
export type Hold = { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string };

export type SessionUpdate = { readonly facts: readonly Fact[]; readonly place: PlaceView };

/** A lab as kept or shared: enough to go on from. The learner's files are in it as they were written, so also a key that
 * somebody has typed into them; nothing else in it quotes a key, and the wire is not in it at all. */
export type Exported = { readonly lab: string; readonly logVersion: number; readonly facts: readonly Fact[]; readonly now: Instant };

export type Capabilities = {
  /** False when nothing survives the page (private mode, no storage). */
  readonly keeps: boolean;
  readonly place: "memory" | "worker" | "webcontainer" | "node";
};

/** Runs of one function, by their start; `expression` looks at `event`. */
export type CancelFilter = {
  readonly fn: string;
  readonly startedBefore: Instant;
  readonly startedAfter?: Instant;
  readonly expression?: string;
};

/** By the instant of the end, `from` and before `to`; `error` is text of the error. By default runs that failed. */
export type ReplayFilter = {
  readonly fn?: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly error?: string;
  readonly ended?: readonly ("failed" | "cancelled" | "completed" | "skipped")[];
};

/** An event that the learner sends. Without `id` the engine gives it one; without `ts` it happens at the lab's present instant. */
export type LearnerEvent = { readonly name: string; readonly data: JsonObject; readonly id?: string; readonly ts?: Instant };

/** Each verb is also named in `verbs.ts`, from which every channel to a session is made, and done in `place/controller/session.ts`. */
export interface LabSession {
  facts(from?: number): Promise<readonly Fact[]>;
  place(): Promise<PlaceView>;
  /** Called with every batch of new facts, and with no facts when only the place has changed. */
  subscribe(listener: (update: SessionUpdate) => void): () => void;
  /** Sends an event as the learner. Starts the host first if none is up and none was killed. Resolves once the event is stored;
   * rejects with the engine's reason when it is refused. */
  send(event: LearnerEvent): Promise<void>;
  /** Sends several events by one press, in their order, all in one request. Resolves once all are stored; when one of them is
   * refused, rejects with the engine's reason, and none is sent. At most 5000. */
  sendMany(events: readonly LearnerEvent[]): Promise<void>;
  /** Sends a webhook's payload as its provider would; the transform `<id>.js` makes the event. Resolves with what the provider is answered. */
  webhook(id: string, request: WebhookCall): Promise<WebhookAnswer>;
  /** Puts these transforms in place of all others, by file: `{ "stripe.js": "function transform(evt, headers, query, raw) {…}" }`. */
  transforms(files: Files): Promise<void>;
  readonly clock: {
    pause(paused: boolean): Promise<void>;
    rate(rate: Rate): Promise<void>;
    /** Lets the oldest held run go on; with none held, moves time to what is due next. */
    next(): Promise<void>;
    advance(ms: number): Promise<void>;
  };
  readonly host: {
    /** Kills the host: a real death. Calls in flight fail as the wire would have it; the host stays down until `start`. */
    kill(): Promise<void>;
    start(): Promise<DeployResult>;
  };
  /** Kills the host when a run next reaches this boundary; `undefined` disarms. */
  arm(at: { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string } | undefined): Promise<void>;
  /** The learner has opened an act of the lab: recorded when it is another than before. */
  enterAct(act: string): Promise<void>;
  /** Which boundaries hold; replaces the list given before. */
  holds(holds: readonly Hold[]): Promise<void>;
  /** Lets every held run go on. */
  release(): Promise<void>;
  readonly engine: {
    /** Kills the engine and starts a new one from storage. */
    restart(): Promise<void>;
    /** Shuts the engine down gracefully, then starts a new one from storage: no further call goes out, those on their way end
     * and are recorded. Waits for calls that are held. */
    drain(): Promise<void>;
    checkpointing(on: boolean): Promise<void>;
  };
  /** Switches a fault of the lab's world on or off. */
  fault(id: string, on: boolean): Promise<void>;
  /** Puts new files into service: the host is replaced, unfinished runs go on with the new code. */
  deploy(files: Files, by: "lab" | "learner" | "change" | "solution", change?: string): Promise<DeployResult>;
  /** A new run with the same events: from the top, or from a step, with what was recorded before it. `input`: other arguments for the step. */
  rerun(runId: string, from?: { readonly stepId: string; readonly input?: readonly Json[] }): Promise<void>;
  /** Ends a run at its next step boundary. */
  cancel(runId: string): Promise<void>;
  /** Ends every unfinished run that the filter means; resolves with their number. */
  cancelMany(filter: CancelFilter): Promise<number>;
  /** Reruns every ended run, and every skipped event, that the filter means; resolves with the number of new runs. */
  replay(filter: ReplayFilter): Promise<number>;
  /** While a function is paused, no event starts a run of it; what is unfinished goes on. `fn` is its slug, `<app>-<function>`. */
  pauseFunction(fn: string, paused: boolean): Promise<void>;
  /** Decides a waiting request as the reviewer: sends the lab's decision event. */
  decide(request: string, answer: "approve" | "reject"): Promise<void>;
  /** Rows of the lab's database or records, read-only. */
  readonly world: {
    query(sql: string, params?: readonly Json[]): Promise<readonly JsonObject[]>;
    tables(): Promise<readonly WorldTable[]>;
  };
  wire(): Promise<readonly WireEntry[]>;
  export(): Promise<Exported>;
  import(exported: Exported): Promise<void>;
  /** Wipes log, world and database together, then starts afresh with `files`. */
  reset(files: Files): Promise<void>;
  readonly capabilities: Capabilities;
  dispose(): Promise<void>;
}

export type WorldTable = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] };
