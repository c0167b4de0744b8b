// Singleton: one unfinished run per key, from its creation to its end (protocol.md 5.8).
// Promise: a key is never held by two runs. With `skip` the new event starts no run; with `cancel` the holder is cancelled and the
// new run takes its place. A key of `false` is no singleton. L9, L10: the cancelled run's call may still be in flight.
import { bucketOf, isOff, type Evaluated } from "./keys.ts";
import type { SingletonRule } from "../log/rules.ts";

export type Singletons = { readonly holders: { [bucket: string]: string } };

/** `free` or `cancel` with a bucket: the new run's fact must record it. `runId`: the run that holds the key. */
export type SingletonVerdict =
  | { readonly type: "free"; readonly bucket?: string }
  | { readonly type: "skip"; readonly bucket: string; readonly runId: string }
  | { readonly type: "cancel"; readonly bucket: string; readonly runId: string };

export function createSingletons(): Singletons {
  return { holders: {} };
}

export function decideSingleton({ holders }: Singletons, rule: SingletonRule, fn: string, key: Evaluated | undefined): SingletonVerdict {
  if (isOff(key)) return { type: "free" };
  const bucket = bucketOf(fn, key);
  const runId = holders[bucket];
  return runId === undefined ? { type: "free", bucket } : { type: rule.mode, bucket, runId };
}

/** Folds that a run was created with this key. */
export function acquired({ holders }: Singletons, bucket: string, runId: string): void {
  holders[bucket] = runId;
}

/** Folds a run's end. A run that has lost the key to another releases nothing. */
export function released({ holders }: Singletons, bucket: string, runId: string): void {
  if (holders[bucket] === runId) delete holders[bucket];
}
