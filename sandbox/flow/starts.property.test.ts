// Starts against a model that keeps one sorted list. Random mixes of functions, keys, shared limits, throttles and priorities;
// calls come, end and are cancelled at any time. LONG=1 runs many more histories.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slotGate } from "./concurrency.ts";
import { ModelLine, sizes, type ModelCall } from "./model.kit.ts";
import type { ConcurrencyRule, ThrottleRule } from "../log/rules.ts";
import { createStarts, decideStart, dequeued, ended, nextStart, nextStartAt, queued, started, type Gate, type Starts } from "./starts.ts";
import { throttleGate } from "./throttle.ts";

const LONG = process.env["LONG"] === "1";
const { runs: RUNS, timeout: TIMEOUT } = sizes(LONG);

const limits = fc.integer({ min: 1, max: 3 });
const concurrency: fc.Arbitrary<ConcurrencyRule> = fc.oneof(
  fc.record({
    type: fc.constant("concurrency" as const),
    unit: fc.constantFrom("step" as const, "run" as const),
    scope: fc.constant("fn" as const),
    limit: limits,
  }),
  fc.record({
    type: fc.constant("concurrency" as const),
    unit: fc.constantFrom("step" as const, "run" as const),
    scope: fc.constantFrom("fn" as const, "env" as const, "account" as const),
    limit: limits,
    key: fc.constant("event.data.k"),
  }),
);
const throttle: fc.Arbitrary<ThrottleRule> = fc.record({
  type: fc.constant("throttle" as const),
  limit: limits,
  periodMs: fc.integer({ min: 1, max: 20 }),
  burst: fc.integer({ min: 0, max: 2 }),
});
const fns = fc.array(fc.record({ concurrency: fc.array(concurrency, { maxLength: 2 }), throttle: fc.option(throttle) }), {
  minLength: 1,
  maxLength: 3,
});

const actions = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant("arrive" as const),
        fn: fc.nat(2),
        key: fc.constantFrom("a", "b", "c"),
        score: fc.integer({ min: -3, max: 3 }),
        isFirst: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant("end" as const), which: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant("end-run" as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel" as const), which: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("reload" as const) }) },
  ),
  { maxLength: LONG ? 150 : 60, size: "max" },
);
type Action = (typeof actions extends fc.Arbitrary<readonly (infer A)[]> ? A : never) & object;
type Fns = typeof fns extends fc.Arbitrary<infer F> ? F : never;

/** The module and the model side by side; both lists of starts are the outcome. */
class Both {
  starts: Starts = createStarts();
  readonly model = new ModelLine();
  readonly went: string[] = [];
  readonly expected: string[] = [];
  readonly arrived: string[] = [];
  readonly cancelled: string[] = [];
  readonly #gates = new Map<string, ModelCall>();
  now = 1000;

  readonly #fns: Fns;

  constructor(fns: Fns) {
    this.#fns = fns;
  }

  do(action: Action): void {
    if (action.type === "arrive") this.#arrive(action);
    else if (action.type === "end") this.#end(action.which);
    else if (action.type === "end-run") this.#endRun(action.which);
    else if (action.type === "cancel") this.#cancel(action.which);
    else if (action.type === "reload") this.starts = JSON.parse(JSON.stringify(this.starts)) as Starts;
    else for (let ms = 0; ms < action.ms; ms += 1) this.#tick();
    this.#settle();
  }

  /** Lets everything end, so that a waiting call that was forgotten is noticed. */
  drain(): void {
    for (let guard = 0; guard < 5000 && this.model.waiting.length + this.model.unfinished.length > 0; guard += 1) {
      if (this.model.unfinished.length > 0) this.#endRun(0);
      else this.#tick();
      this.#settle();
    }
  }

  #arrive({ fn: at, key, score, isFirst }: Extract<Action, { type: "arrive" }>): void {
    const fn = this.#fns[at % this.#fns.length];
    const id = `call-${this.arrived.length}`;
    const value = { ok: true, value: key } as const;
    const name = `fn-${at % this.#fns.length}`;
    const slots = (fn?.concurrency ?? []).map((rule) => slotGate(rule, name, rule.key === undefined ? undefined : value));
    const gates: Gate[] = fn?.throttle != null && isFirst ? [...slots, throttleGate(fn.throttle, name)] : slots;
    const call: ModelCall = { id, runId: `run of ${id}`, score, order: this.arrived.length, gates };
    this.arrived.push(id);
    this.#gates.set(id, call);
    this.model.arrive(call);
    if (decideStart(this.starts, gates, this.now).type === "go") this.#go(call);
    else queued(this.starts, call, this.now);
  }

  #end(which: number): void {
    const call = this.model.executing[which % Math.max(1, this.model.executing.length)];
    if (call === undefined) return;
    this.model.end(call.id);
    ended(this.starts, `sent ${call.id}`, this.now);
  }

  /** A run's end is the end of its call too. */
  #endRun(which: number): void {
    const call = this.model.unfinished[which % Math.max(1, this.model.unfinished.length)];
    if (call === undefined) return;
    this.model.end(call.id);
    this.model.endRun(call.runId);
    ended(this.starts, `sent ${call.id}`, this.now);
    ended(this.starts, call.runId, this.now);
  }

  #cancel(which: number): void {
    const call = this.model.waiting[which % Math.max(1, this.model.waiting.length)];
    if (call === undefined) return;
    this.cancelled.push(call.id);
    this.model.cancel(call.id);
    dequeued(this.starts, call.id, this.now);
  }

  // The model is asked at every millisecond, the module only when it said that it is worth asking.
  #tick(): void {
    const alarm = nextStart(this.starts, this.now) === undefined ? nextStartAt(this.starts, this.now) : this.now;
    this.now += 1;
    this.#settleModel();
    if (alarm !== undefined && alarm <= this.now) this.#settleModule();
    expect(this.went).toEqual(this.expected);
  }

  #settle(): void {
    this.#settleModel();
    this.#settleModule();
    expect(this.went).toEqual(this.expected);
  }

  #settleModel(): void {
    for (let call = this.model.next(this.now); call !== undefined; call = this.model.next(this.now)) {
      this.model.go(call, this.now);
      this.expected.push(call.id);
    }
  }

  #settleModule(): void {
    for (let id = nextStart(this.starts, this.now); id !== undefined; id = nextStart(this.starts, this.now)) {
      const call = this.#gates.get(id);
      if (call === undefined) throw new Error(`nobody knows ${id}`);
      this.#go(call);
    }
  }

  #go({ id, runId, gates }: ModelCall): void {
    this.went.push(id);
    started(this.starts, { id, callId: `sent ${id}`, runId, gates }, this.now);
    for (const [bucket, used] of Object.entries(this.starts.slots.used)) {
      const limit = gates.find((gate) => gate.bucket === bucket)?.rule.limit;
      if (limit !== undefined) expect(used).toBeLessThanOrEqual(limit);
    }
  }
}

describe("the queue of calls", () => {
  it("starts the calls that the model starts, at the same times: by score, then by arrival (L6)", { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(fns, actions, (declared, todo) => {
        const both = new Both(declared);
        for (const action of todo) both.do(action);
      }),
      RUNS,
    );
  });

  it("loses no call: each has started or was cancelled once all has ended, and no state is left behind (L9)", { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(fns, actions, (declared, todo) => {
        const both = new Both(declared);
        for (const action of todo) both.do(action);
        both.drain();
        expect([...both.went, ...both.cancelled].sort()).toEqual([...both.arrived].sort());
        expect(both.starts.slots).toEqual({ used: {}, holders: {} });
        expect(both.starts.backlog.tickets).toEqual({});
        expect(both.starts.backlog.nodes).toEqual({});
        expect(both.starts.backlog.wanted).toEqual({});
      }),
      RUNS,
    );
  });
});
