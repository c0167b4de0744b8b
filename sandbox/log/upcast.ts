// Versions of the log: older logs are brought up to date step by step, newer ones are refused with a way out.
import { LOG_VERSION, type Fact } from "./facts.ts";
import type { JsonObject } from "./json.ts";

export class LogTooNew extends Error {
  readonly code = "log-too-new";
  readonly version: number;
  constructor(version: number) {
    super(
      `This log is of version ${version}; this engine reads up to ${LOG_VERSION}. Export it for a newer engine, or reset to start afresh.`,
    );
    this.name = "LogTooNew";
    this.version = version;
  }
}

/** Brings one fact from the version it is filed under to the next. */
export type Upcast = (fact: JsonObject) => JsonObject;

/** One entry for every version that was ever stored but the present one. A field that is only dropped
 * (`persisted` of `engine.restarted`, which was always true) needs no version: older facts carry what nobody reads. */
export const UPCASTS: { readonly [version: number]: Upcast } = {};

/** Facts as this version has them. Throws `LogTooNew` for a log of a later version. */
export function upcast(facts: readonly JsonObject[], version: number, steps = UPCASTS, to = LOG_VERSION): readonly JsonObject[] {
  if (version > to) throw new LogTooNew(version);
  let current = facts;
  for (let from = version; from < to; from += 1) {
    const step = steps[from];
    if (step === undefined) throw new RangeError(`No way is known from version ${from} of the log to the next.`);
    current = current.map(step);
  }
  return current;
}

/** The version that a stored log began with; an empty one is of the present. */
export function versionOf(first: Fact | undefined): number {
  return first?.type === "engine.started" ? first.logVersion : LOG_VERSION;
}
