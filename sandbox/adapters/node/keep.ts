// Finished runs that need not be kept are let go of, now and then, a few at a time (L4: each as a fact).
import type { Engine } from "../../engine/engine.ts";
import type { Instant } from "../../log/facts.ts";
import type { NodeStore, Retention } from "./ports.ts";
import { prune } from "./store/retention.ts";

/** Which finished runs stay: the younger ones, or the last so many. */
export type Keep = { readonly maxAgeMs: number } | { readonly maxRuns: number };

type Tidied = { readonly engine: Engine; readonly store: NodeStore; readonly now: () => Instant };

const FIRST_MS = 1000;
const EVERY_MS = 30_000;

/** Begins soon after the start and goes on. Returns what ends it. */
export function keepTidy(place: Tidied, keep: Keep | undefined): () => void {
  if (keep === undefined) return () => {};
  const ending = new AbortController();
  let timer: NodeJS.Timeout;
  const round = async (): Promise<void> => {
    // A store that fails is told of elsewhere, and an engine that has stopped prunes nothing.
    await prune(place, retentionOf(keep, place.now()), ending.signal).catch(() => undefined);
    if (!ending.signal.aborted) timer = setTimeout(() => void round(), EVERY_MS);
  };
  timer = setTimeout(() => void round(), FIRST_MS);
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}

function retentionOf(keep: Keep, now: Instant): Retention {
  return "maxRuns" in keep ? { keep: keep.maxRuns } : { olderThan: now - keep.maxAgeMs };
}
