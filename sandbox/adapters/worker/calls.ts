// Who may ask whom for what, over the links between the threads of the worker place:
// page <-> engine worker <-> host worker in the iframe sandbox; engine worker -> database worker.
import type { Instant } from "../../log/facts.ts";
import type { HostNote, HostUp, TransformEnd, TransformTask } from "../../place/ports.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { Capabilities, Exported, Files, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { SessionCalls } from "../../session/verbs.ts";
import type { Database, WorldReply, WorldRequest } from "../../world/door.ts";

/** How the engine worker begins: afresh or from its store, after so much time away, or instead of one that was killed. */
export type Opening = {
  readonly setup: LabSetup;
  readonly awayMs: number;
  /** What the lab's clock has shown last: it goes on from there and never back. Facts are rarer than its seconds. */
  readonly shownAt?: Instant | undefined;
  readonly hosts: LivingHosts;
  /** The lab as it was in another place until now; it replaces what is stored. */
  readonly log?: Exported | undefined;
};

/** The host workers that are there already: keys up to `lastKey` are used, and the host that served the last engine may live on. */
export type LivingHosts = { readonly lastKey: number; readonly serving: Serving | undefined };
export type Serving = { readonly key: number; readonly host: number };

export type EngineCalls = SessionCalls & {
  open(opening: Opening, database: MessagePort | undefined): Promise<Capabilities>;
  /** A worker in the iframe sandbox failed outside of its port. */
  broke(key: number, message: string): void;
};

export type PageCalls = {
  updated(update: SessionUpdate): void;
  /** Starts a host worker whose only way out is `port`. */
  spawn(key: number, port: MessagePort): void;
  /** Gives the worker that outlived an engine its new port. */
  attach(key: number, port: MessagePort): void;
  end(key: number): void;
  /** Which worker serves from now on, if one does. */
  serving(now: Serving | undefined): void;
  /** Answered by the page's thread: the watchdog measures a host's silence by it. */
  ping(): void;
};

/** What a host worker is started with. */
export type HostStart = { readonly host: number; readonly files: Files; readonly imports: readonly string[] };

export type HostCalls = {
  start(now: Instant, how: HostStart): Promise<HostUp>;
  call(now: Instant, request: WireRequest, callId: string | undefined): Promise<WireResponse>;
  /** Runs a webhook's transform; for a worker that serves nothing else, before or after. */
  transform(now: Instant, task: TransformTask): Promise<TransformEnd>;
  ping(): void;
};

/** Every answer tells the host the time, so that its `Date` is the lab's. */
export type Timed<T> = { readonly now: Instant; readonly value: T };

/** `HostApi` as it crosses the link. */
export type ControllerCalls = {
  ready(): void;
  /** The host is about to import this file of the reader's: what has passed until now was the platform's. */
  loading(file: string): void;
  wire(request: WireRequest, callId: string | undefined): Promise<Timed<WireResponse>>;
  world(request: WorldRequest, from: { readonly callId?: string; readonly stepId?: string }): Promise<Timed<WorldReply>>;
  beforeStep(step: { readonly callId: string; readonly stepId: string; readonly hashedId: string }): Promise<Timed<undefined>>;
  delay(ms: number): Promise<Timed<undefined>>;
  note(note: HostNote): void;
};

/** The database port without `close`: the page ends the worker. */
export type DatabaseCalls = { readonly query: Database["query"]; readonly reset: Database["reset"] };
