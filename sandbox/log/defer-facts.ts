// Work that a run leaves to another function, to start when the run has ended (protocol.md 2.4: DeferAdd, DeferAbort).
// Part of `facts.ts`, which closes the vocabulary.
import type { EventMeta } from "./events.ts";
import type { JsonObject } from "./json.ts";

/** Named apart from steps: a defer is none, and nobody waits for it. */
type OfDefer = { readonly runId: string; readonly fn: string; readonly deferId: string; readonly hashedDeferId: string };

export type DeferFactBody =
  /** `target`: the function that starts, with `input` as its event's data. */
  | ({ type: "defer.added"; target: string; input: JsonObject; meta?: EventMeta } & OfDefer)
  | ({ type: "defer.aborted" } & OfDefer)
  /** It will not start; the run itself goes on. */
  | ({ type: "defer.rejected"; because: DeferRejection } & OfDefer);

export type DeferRejection = "malformed" | "input-too-large" | "too-much-input" | "too-many";
