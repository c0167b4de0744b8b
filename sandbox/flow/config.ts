// A function's flow control: decodes the fields of its registration into rules (protocol.md 1.6, 1.7).
// Boundary: shape, ranges and forbidden pairs. The protocol decodes triggers, steps and URLs; the caller passes in the check of
// expressions. A refusal names its place, such as `functions[0].concurrency[1].key`. What the real server accepts is accepted too:
// a concurrency of 0, a throttle of 0, batches beside a rate limit, nonsense in `timeouts`. An explicit null counts as absent (9.3).
import type { Json, JsonObject } from "../log/json.ts";
import { DAY_MS, SECOND_MS } from "../protocol/duration.ts";
import { LIMITS } from "../protocol/limits.ts";
import { choiceOf } from "../protocol/field-names.ts";
import { ProtocolError } from "../protocol/shape.ts";
import { decodeConcurrency } from "./config-concurrency.ts";
import { badChoice, expressionAt, fieldsAt, given, lengthAt, listAt, textAt, wholeAt, type CheckExpression } from "./config-fields.ts";
import type { AdmissionRule } from "./rate-limit.ts";
import type {
  BatchRule,
  CancelRule,
  ConcurrencyRule,
  DebounceRule,
  PriorityRule,
  SingletonRule,
  ThrottleRule,
  TimeoutRule,
} from "../log/rules.ts";

export type FlowConfig = {
  readonly batch?: BatchRule;
  readonly debounce?: DebounceRule;
  /** `idempotency` where it is given, else the rate limit. */
  readonly admission?: AdmissionRule;
  readonly singleton?: SingletonRule;
  readonly throttle?: ThrottleRule;
  readonly priority?: PriorityRule;
  readonly concurrency: readonly ConcurrencyRule[];
  readonly cancelOn: readonly CancelRule[];
  readonly timeouts: readonly TimeoutRule[];
};

/** Throws `ProtocolError` with the path of what is wrong. `check` says what is wrong with an expression, if anything. */
export function decodeFlow(config: JsonObject, path = "function", check: CheckExpression = () => undefined): FlowConfig {
  const flow: FlowConfig = {
    ...only("batch", decodeBatch(config["batchEvents"], `${path}.batchEvents`, check)),
    ...only("debounce", decodeDebounce(config["debounce"], `${path}.debounce`, check)),
    ...only("admission", decodeAdmission(config, path, check)),
    ...only("singleton", decodeSingleton(config["singleton"], `${path}.singleton`, check)),
    ...only("throttle", decodeThrottle(config["throttle"], `${path}.throttle`, check)),
    ...only("priority", decodePriority(config["priority"], `${path}.priority`, check)),
    concurrency: decodeConcurrency(config["concurrency"], `${path}.concurrency`, check),
    cancelOn: decodeCancels(config["cancel"], `${path}.cancel`, check),
    timeouts: decodeTimeouts(config["timeouts"]),
  };
  refusePairs(flow, path);
  return flow;
}

function only<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]?: V });
}

function decodeBatch(value: Json | undefined, path: string, check: CheckExpression): BatchRule | undefined {
  const batch = fieldsAt(value, path);
  if (batch === undefined) return undefined;
  return {
    type: "batch",
    maxSize: wholeAt(batch["maxSize"], `${path}.maxSize`, { least: 2 }),
    timeoutMs: lengthAt(batch["timeout"], `${path}.timeout`, { least: SECOND_MS }),
    ...expressionAt("key", batch, path, check),
    ...expressionAt("if", batch, path, check),
  };
}

function decodeDebounce(value: Json | undefined, path: string, check: CheckExpression): DebounceRule | undefined {
  const debounce = fieldsAt(value, path);
  if (debounce === undefined) return undefined;
  const timeout = given(debounce["timeout"]);
  return {
    type: "debounce",
    periodMs: lengthAt(debounce["period"], `${path}.period`, { least: SECOND_MS, most: 7 * DAY_MS }),
    ...(timeout === undefined ? {} : { timeoutMs: lengthAt(timeout, `${path}.timeout`, {}) }),
    ...expressionAt("key", debounce, path, check),
  };
}

/** `idempotency` overrides a rate limit that is given beside it. The rate limit must be well formed all the same. */
function decodeAdmission(config: JsonObject, path: string, check: CheckExpression): AdmissionRule | undefined {
  const rate = decodeRateLimit(config["rateLimit"], `${path}.rateLimit`, check);
  const { idempotency } = expressionAt("idempotency", config, path, check);
  return idempotency === undefined ? rate : { type: "idempotency", key: idempotency };
}

function decodeRateLimit(value: Json | undefined, path: string, check: CheckExpression): AdmissionRule | undefined {
  const rate = fieldsAt(value, path);
  if (rate === undefined) return undefined;
  return {
    type: "rate-limit",
    limit: wholeAt(rate["limit"], `${path}.limit`, { least: 1 }),
    periodMs: lengthAt(rate["period"], `${path}.period`, { least: SECOND_MS, most: DAY_MS }),
    ...expressionAt("key", rate, path, check),
  };
}

function decodeThrottle(value: Json | undefined, path: string, check: CheckExpression): ThrottleRule | undefined {
  const throttle = fieldsAt(value, path);
  if (throttle === undefined) return undefined;
  const periodMs = lengthAt(throttle["period"], `${path}.period`, { least: SECOND_MS });
  return {
    type: "throttle",
    // 0 is treated as 1 (1.7).
    limit: Math.max(1, wholeAt(throttle["limit"], `${path}.limit`, { least: 0, absent: 0 })),
    // The period has whole seconds (5.3).
    periodMs: Math.floor(periodMs / SECOND_MS) * SECOND_MS,
    burst: wholeAt(throttle["burst"], `${path}.burst`, { least: 0, absent: 0 }),
    ...expressionAt("key", throttle, path, check),
  };
}

const MODES = ["skip", "cancel"] as const;

function decodeSingleton(value: Json | undefined, path: string, check: CheckExpression): SingletonRule | undefined {
  const singleton = fieldsAt(value, path);
  if (singleton === undefined) return undefined;
  const mode = choiceOf(MODES, given(singleton["mode"]) ?? "skip");
  if (mode === undefined) throw badChoice(singleton["mode"], `${path}.mode`, "SingletonMode");
  return { type: "singleton", mode, ...expressionAt("key", singleton, path, check) };
}

function decodePriority(value: Json | undefined, path: string, check: CheckExpression): PriorityRule | undefined {
  const priority = fieldsAt(value, path);
  if (priority === undefined) return undefined;
  const { run } = expressionAt("run", priority, path, check);
  return run === undefined ? undefined : { type: "priority", run };
}

function decodeCancels(value: Json | undefined, path: string, check: CheckExpression): readonly CancelRule[] {
  const list = listAt(value, path);
  if (list.length > LIMITS.cancelOn) throw new ProtocolError(path, `at most ${LIMITS.cancelOn} entries`);
  return list.map((entry, i) => decodeCancel(fieldsAt(entry, `${path}[${i}]`) ?? {}, `${path}[${i}]`, check));
}

function decodeCancel(cancel: JsonObject, path: string, check: CheckExpression): CancelRule {
  const condition = expressionAt("if", cancel, path, check, ["event", "async"]);
  if (condition.if !== undefined && hasCall(condition.if))
    throw new ProtocolError(`${path}.if`, "functions and macros are not allowed in a cancelOn expression");
  const timeout = given(cancel["timeout"]);
  return {
    type: "cancel",
    event: textAt(cancel["event"], `${path}.event`),
    ...condition,
    ...(timeout === undefined ? {} : { timeoutMs: lengthAt(timeout, `${path}.timeout`, {}) }),
  };
}

// Names before a parenthesis, outside of text; `in` is an operator.
function hasCall(expression: string): boolean {
  const bare = expression.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""');
  return [...bare.matchAll(/([A-Za-z_]\w*)\s*\(/g)].some(([, name]) => name !== "in");
}

// A timeout that cannot be read is accepted at registration and has no effect (1.6).
function decodeTimeouts(value: Json | undefined): readonly TimeoutRule[] {
  const rule = (type: TimeoutRule["type"], name: string): readonly TimeoutRule[] => {
    try {
      const ms = lengthAt(fieldsAt(value, "timeouts")?.[name], `timeouts.${name}`, {});
      return ms > 0 ? [{ type, ms }] : [];
    } catch {
      return [];
    }
  };
  return [...rule("timeout-start", "start"), ...rule("timeout-finish", "finish")];
}

function refusePairs(flow: FlowConfig, path: string): void {
  if (flow.batch === undefined) return;
  const beside = [
    flow.cancelOn.length > 0 ? "cancelOn" : undefined,
    flow.debounce === undefined ? undefined : "debounce",
    flow.singleton === undefined ? undefined : "singleton",
    flow.priority === undefined ? undefined : "priority",
  ].find((name) => name !== undefined);
  if (beside !== undefined) throw new ProtocolError(`${path}.batchEvents`, `cannot be used together with ${beside}`);
}
