// The rules of flow control, as a function declares them and as facts name them: the closed set of reasons why a start is
// delayed, an event starts no run, or a run is cancelled. Data only, and JSON: a fact carries the rule as it was when it decided.
// Part of the log's vocabulary: it imports nothing, and the rules' modules in `sandbox/flow` use these words as they stand.
// L9. A limit never loses an event silently: whoever delays, skips or cancels names one of these.

/** How far a concurrency limit reaches: one function, or all functions that use the same key. */
export type Scope = "fn" | "env" | "account";

/** `step`: executing steps, which are calls in flight; `run`: whole unfinished runs (`concurrency.fn`, protocol.md 5.2). */
export type ConcurrencyRule = {
  readonly type: "concurrency";
  readonly unit: "step" | "run";
  readonly scope: Scope;
  /** At least 1; a limit of 0 means none, and leaves no rule. */
  readonly limit: number;
  readonly key?: string;
};
export type ThrottleRule = {
  readonly type: "throttle";
  readonly limit: number;
  readonly periodMs: number;
  readonly burst: number;
  readonly key?: string;
};
export type RateLimitRule = { readonly type: "rate-limit"; readonly limit: number; readonly periodMs: number; readonly key?: string };
export type IdempotencyRule = { readonly type: "idempotency"; readonly key: string };
export type DebounceRule = { readonly type: "debounce"; readonly periodMs: number; readonly timeoutMs?: number; readonly key?: string };
export type BatchRule = {
  readonly type: "batch";
  readonly maxSize: number;
  readonly timeoutMs: number;
  readonly key?: string;
  readonly if?: string;
};
export type SingletonRule = { readonly type: "singleton"; readonly mode: "skip" | "cancel"; readonly key?: string };
export type PriorityRule = { readonly type: "priority"; readonly run: string };
export type CancelRule = { readonly type: "cancel"; readonly event: string; readonly if?: string; readonly timeoutMs?: number };
export type TimeoutRule = { readonly type: "timeout-start" | "timeout-finish"; readonly ms: number };

/** Why a start or an event waits: nothing of it is lost. */
export type DelayRule = ConcurrencyRule | ThrottleRule | DebounceRule | BatchRule;
/** Why an event starts no run. A debounce skips the events that a newer one replaces. */
export type SkipRule = RateLimitRule | IdempotencyRule | SingletonRule | DebounceRule;
/** Why a run is cancelled without anybody asking by hand. */
export type EndRule = SingletonRule | CancelRule | TimeoutRule;
export type Rule = DelayRule | SkipRule | EndRule | PriorityRule;

/** What a call must pass before it goes out: a rule, and the bucket that its key chose. */
export type GateRule =
  { readonly rule: ConcurrencyRule; readonly bucket: string } | { readonly rule: ThrottleRule; readonly bucket: string };

/** What flow control has to say of a run from its creation on; keys are evaluated once, here they are buckets. */
export type RunRules = {
  /** What its calls pass, slots first. Absent: the function's own 1000 steps at once. */
  readonly gates?: readonly GateRule[];
  /** Its head start, and why it is not what the expression came to. */
  readonly priority?: { readonly seconds: number; readonly problem?: "not-an-integer" | "not-evaluated" | "out-of-range" };
  /** The admission that it has spent. */
  readonly admission?: { readonly rule: RateLimitRule | IdempotencyRule; readonly bucket: string };
  /** The singleton key that it holds until its end. */
  readonly singleton?: { readonly rule: SingletonRule; readonly bucket: string };
};

/** The rule in a few words, for the journal: "at most 2 steps at once for each event.data.user". */
export function inWords(rule: Rule): string {
  const each = "key" in rule && rule.key !== undefined ? ` for each ${rule.key}` : "";
  switch (rule.type) {
    case "concurrency":
      return `at most ${rule.limit} ${rule.unit}${rule.limit === 1 ? "" : "s"} at once${each}`;
    case "throttle":
      return `at most ${rule.limit} starts per ${lengthInWords(rule.periodMs)}, evenly spaced${rule.burst === 0 ? "" : `, ${rule.burst} more in a burst`}${each}`;
    case "rate-limit":
      return `at most ${rule.limit} runs per ${lengthInWords(rule.periodMs)}, evenly spaced${each}`;
    case "idempotency":
      return `one run per 24 h for each ${rule.key}`;
    case "debounce":
      return `${lengthInWords(rule.periodMs)} without another event${each}`;
    case "batch":
      return `${rule.maxSize} events or ${lengthInWords(rule.timeoutMs)}${each}`;
    case "singleton":
      return `one run at a time${each}`;
    case "priority":
      return `a head start of ${rule.run} seconds`;
    case "cancel":
      return `an event ${rule.event}${rule.if === undefined ? "" : ` with ${rule.if}`}`;
    case "timeout-start":
      return `a start within ${lengthInWords(rule.ms)}`;
    case "timeout-finish":
      return `an end within ${lengthInWords(rule.ms)} of the start`;
    default:
      return never(rule);
  }
}

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
] as const;

function lengthInWords(ms: number): string {
  const [size, name] = UNITS.find(([length]) => ms >= length && ms % length === 0) ?? [1, "ms"];
  return `${ms / size} ${name}`;
}

function never(rule: never): never {
  throw new TypeError(`No words for ${JSON.stringify(rule)}`);
}
