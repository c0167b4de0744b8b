// Names of a registration's fields in any letter case: the real server matches them as Go's JSON does (protocol-more.md M5.4).
import type { Json, JsonObject } from "../log/json.ts";
import { isObject } from "./shape.ts";

const NAMES = [
  ...[
    "id",
    "name",
    "url",
    "sdk",
    "functions",
    "triggers",
    "event",
    "cron",
    "expression",
    "jitter",
    "steps",
    "runtime",
    "retries",
    "attempts",
  ],
  ...["concurrency", "limit", "key", "scope", "fn", "step", "rateLimit", "period", "throttle", "burst", "debounce", "timeout"],
  ...["batchEvents", "maxSize", "if", "singleton", "mode", "priority", "run", "idempotency", "cancel", "timeouts", "start", "finish"],
];
const CANONICAL = new Map(NAMES.map((name) => [name.toLowerCase(), name]));

/** The same with each known field under its own name. Of two that differ in case only the last one counts. */
export function withKnownNames(config: JsonObject): JsonObject {
  const entries = Object.entries(config).map(([name, value]) => {
    const known = CANONICAL.get(name.toLowerCase()) ?? name;
    return [known, known === "steps" ? byStep(value) : below(value)] as const;
  });
  return Object.fromEntries(entries);
}

function below(value: Json): Json {
  if (Array.isArray(value)) return value.map(below);
  return isObject(value) ? withKnownNames(value) : value;
}

/** The names in `steps` are those of steps. */
const byStep = (steps: Json): Json =>
  isObject(steps) ? Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, below(step)])) : steps;

/** A choice among a few words, in any letter case. */
export const choiceOf = <Word extends string>(words: readonly Word[], value: Json | undefined): Word | undefined =>
  typeof value === "string" ? words.find((word) => word === value.toLowerCase()) : undefined;
