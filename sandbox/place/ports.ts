// The parts that every place shares meet here: the controller (engine, clock, world, holds, faults; it implements `LabSession`)
// and the host (the learner's process). Each place supplies a `HostPort`; the controller supplies a `HostApi` to it.
import type { CodePlace, Instant } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import type { WebhookRequest } from "../engine/ports/webhooks.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Files } from "../session/lab-session.ts";
import type { WorldReply, WorldRequest } from "../world/door.ts";

/** Path of the app's endpoint in every lab host; its origin is `HOST_URL`. */
export const HOST_PATH = "/api/inngest";
export const HOST_URL = "http://host.lab";
export const ENGINE_URL = "http://engine.lab";

export type HostUp =
  { readonly ok: true; readonly functions: number } | { readonly ok: false; readonly message: string; readonly place?: CodePlace };

/** One run of a webhook's transform: its file, its text, and what the webhook was sent. */
export type TransformTask = { readonly file: string; readonly text: string; readonly request: WebhookRequest };
export type TransformEnd = {
  /** What it printed, in order. */
  readonly printed: readonly Pick<Extract<HostNote, { type: "console" }>, "level" | "text" | "place">[];
} & ({ readonly ok: true; readonly made: Json } | { readonly ok: false; readonly message: string; readonly place?: CodePlace });

/** What the controller asks of a place's host. One host at a time; `start` replaces a dead one (or a live one, killed first by the controller). */
export interface HostPort {
  /** Boots a host with these files, of this number; resolves when it can serve or with what is wrong with the files. */
  start(host: number, files: Files): Promise<HostUp>;
  /**
   * Boots a host with these files beside the one that serves, and says whether the files load; a later `start`
   * with the same number takes it into service. Without it a deploy stops the old host before it knows the new files.
   */
  prepare?(host: number, files: Files): Promise<HostUp>;
  /** Runs a webhook's transform in a world of its own, whether or not a host serves: no network, no timers, nothing left behind. Resolves also when it fails or runs for ever. */
  transform(task: TransformTask): Promise<TransformEnd>;
  /** Number of the host that outlived the engine before this one, while it serves: where the engine is a process of its own. */
  readonly alive?: number | undefined;
  /** A real death: nothing of that host runs or answers afterwards. Open calls reject. */
  kill(): void;
  /** Calls overlap. Rejects when the host is dead or dies first. `callId` is undefined for registration. */
  call(request: WireRequest, callId: string | undefined): Promise<WireResponse>;
}

/** What happened in the host, told as it happens; the controller adds what the engine knows of the call. */
export type HostNote =
  | { readonly type: "handler.entered"; readonly callId: string }
  | { readonly type: "handler.left"; readonly callId: string; readonly status: number }
  | { readonly type: "step.started"; readonly callId: string; readonly stepId: string; readonly hashedId: string }
  | { readonly type: "step.memo"; readonly callId: string; readonly stepId: string; readonly hashedId: string }
  | {
      readonly type: "console";
      readonly callId?: string;
      readonly stepId?: string;
      readonly level: "log" | "info" | "warn" | "error" | "debug";
      readonly text: string;
      readonly place?: CodePlace;
    };

/** What a host asks of the controller. Every promise stays pending for ever once that host is dead. */
export interface HostApi {
  /** The SDK's own requests: events, registration, checkpoints. */
  wire(host: number, request: WireRequest, callId: string | undefined): Promise<WireResponse>;
  /** The learner's `fetch` and `query`. */
  world(host: number, request: WorldRequest, from: { readonly callId?: string; readonly stepId?: string }): Promise<WorldReply>;
  /** Resolves when the step may start: at once, or when a hold is released. */
  beforeStep(host: number, step: { readonly callId: string; readonly stepId: string; readonly hashedId: string }): Promise<void>;
  /** The learner's `setTimeout`: resolves after virtual milliseconds. */
  delay(host: number, ms: number, from?: { readonly callId?: string }): Promise<void>;
  note(host: number, note: HostNote): void;
  /** The host's view of time, for `Date`: epoch milliseconds. */
  now(): Instant;
}

/** A call fails with this when its host is dead, or dies before it answers. */
export class HostDied extends Error {
  readonly code = "host-died";
  readonly host: number;
  constructor(host: number) {
    super(`Host ${host} is dead: the call it was serving gets no answer. Start a host; the engine calls again.`);
    this.name = "HostDied";
    this.host = host;
  }
}
