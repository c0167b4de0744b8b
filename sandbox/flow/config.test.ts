// A function's flow control as it comes: the captures of protocol.md 1.6 and the reject list of 1.7, each with its place.
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../log/json.ts";
import { ProtocolError } from "../protocol/shape.ts";
import { decodeFlow } from "./config.ts";
import { UnreadableField } from "./config-fields.ts";

const DEFAULT = { type: "concurrency", unit: "step", scope: "fn", limit: 1000 };
const batch = { maxSize: 5, timeout: "3s" };

function refusal(config: JsonObject): string {
  try {
    decodeFlow(config, "functions[0]", (source) => (source.includes("nonsense") ? 'Unknown variable "nonsense" at 1:1' : undefined));
    return "accepted";
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
}
const at = (name: string, value: Json): string => refusal({ [name]: value });

describe("flow control", () => {
  it("is read from what the TypeScript SDK sends (1.6)", () =>
    expect(
      decodeFlow({
        idempotency: "event.data.id",
        rateLimit: { limit: 3, period: "1m", key: "event.data.k" },
        throttle: { limit: 2, period: "5s", burst: 1, key: "event.data.k" },
        concurrency: [
          { limit: 2, key: "event.data.k", scope: "fn" },
          { limit: 5, key: '"x"', scope: "account" },
        ],
        debounce: { period: "2s", timeout: "10s", key: "event.data.k" },
        priority: { run: "event.data.p ? 100 : 0" },
        timeouts: { start: "10s", finish: "1m" },
        singleton: { mode: "skip", key: "event.data.k" },
        cancel: [{ event: "a/stop", timeout: "1h", if: "event.data.id == async.data.id" }],
      }),
    ).toEqual({
      admission: { type: "idempotency", key: "event.data.id" },
      throttle: { type: "throttle", limit: 2, periodMs: 5000, burst: 1, key: "event.data.k" },
      concurrency: [
        { type: "concurrency", unit: "step", scope: "fn", limit: 2, key: "event.data.k" },
        { type: "concurrency", unit: "step", scope: "account", limit: 5, key: '"x"' },
      ],
      debounce: { type: "debounce", periodMs: 2000, timeoutMs: 10_000, key: "event.data.k" },
      priority: { type: "priority", run: "event.data.p ? 100 : 0" },
      timeouts: [
        { type: "timeout-start", ms: 10_000 },
        { type: "timeout-finish", ms: 60_000 },
      ],
      singleton: { type: "singleton", mode: "skip", key: "event.data.k" },
      cancelOn: [{ type: "cancel", event: "a/stop", if: "event.data.id == async.data.id", timeoutMs: 3_600_000 }],
    }));
  it("is read from a batch function (1.6)", () =>
    expect(decodeFlow({ batchEvents: { ...batch, key: "event.data.k", if: "event.data.b" } }).batch).toEqual({
      type: "batch",
      maxSize: 5,
      timeoutMs: 3000,
      key: "event.data.k",
      if: "event.data.b",
    }));
  it("that is null, as Python writes it, is absent; then 1000 steps may execute (9.3, 5.2)", () => {
    const none = { concurrency: [DEFAULT], cancelOn: [], timeouts: [] };
    const nulls = { batchEvents: null, debounce: null, rateLimit: null, throttle: null, concurrency: null, cancel: null, timeouts: null };
    expect(decodeFlow({ ...nulls, priority: null, singleton: null, idempotency: null })).toEqual(none);
    expect(decodeFlow({})).toEqual(none);
  });
  it("takes concurrency as a number, as one entry, and as Go's list of whole runs (1.6)", () => {
    const [number, entry, go] = [3, { limit: 3 }, { fn: [{ limit: 2 }], step: [{ limit: 3 }] }].map(
      (concurrency) => decodeFlow({ concurrency }).concurrency,
    );
    expect([number, entry]).toEqual([[{ ...DEFAULT, limit: 3 }], [{ ...DEFAULT, limit: 3 }]]);
    expect(go).toEqual([
      { ...DEFAULT, unit: "run", limit: 2 },
      { ...DEFAULT, limit: 3 },
    ]);
  });
  it("accepts what the real server accepts without a word (1.7)", () => {
    expect(decodeFlow({ concurrency: 0 }).concurrency).toEqual([]);
    expect(decodeFlow({ throttle: { limit: 0, period: "90.5s" } }).throttle).toEqual({
      type: "throttle",
      limit: 1,
      periodMs: 90_000,
      burst: 0,
    });
    expect(decodeFlow({ timeouts: { start: "soon", finish: 5 } }).timeouts).toEqual([]);
    expect(refusal({ batchEvents: { maxSize: 1000, timeout: "600m" }, rateLimit: { limit: 1, period: "1m" } })).toBe("accepted");
  });
});

describe("a choice", () => {
  it("is taken in any letter case (protocol-more.md M5.4)", () => {
    const scopes = ["Fn", "FN"].map((scope) => decodeFlow({ concurrency: { limit: 2, scope } }).concurrency[0]);
    expect(scopes).toMatchObject([{ scope: "fn" }, { scope: "fn" }]);
    expect(decodeFlow({ concurrency: { limit: 2, scope: "ACCOUNT", key: "'x'" } }).concurrency).toMatchObject([{ scope: "account" }]);
    expect(decodeFlow({ singleton: { mode: "Cancel" } }).singleton).toMatchObject({ mode: "cancel" });
  });
});

describe("a refusal", () => {
  it("names the concurrency that is wrong", () => {
    expect(at("concurrency", [1, 2, 3])).toBe("functions[0].concurrency: at most 2 entries");
    expect(at("concurrency", [{ limit: 1 }, { limit: 1, scope: "env" }])).toBe(
      'functions[0].concurrency[1].key: the scope "env" needs a key',
    );
    expect(at("concurrency", { limit: 1, scope: "account" })).toBe('functions[0].concurrency.key: the scope "account" needs a key');
  });
  it("names the length of time that is out of range", () =>
    expect([
      at("debounce", { period: "500ms" }),
      at("debounce", { period: "8d" }),
      at("rateLimit", { limit: 1, period: "25h" }),
      at("throttle", { limit: 1, period: "999ms" }),
      at("batchEvents", { maxSize: 2, timeout: "999ms" }),
    ]).toEqual([
      "functions[0].debounce.period: 500ms is too short",
      "functions[0].debounce.period: 8d is too long",
      "functions[0].rateLimit.period: 25h is too long",
      "functions[0].throttle.period: 999ms is too short",
      "functions[0].batchEvents.timeout: 999ms is too short",
    ]));
  it("names the number that is too small", () =>
    expect([at("rateLimit", { limit: 0, period: "1m" }), at("batchEvents", { maxSize: 1, timeout: "1s" })]).toEqual([
      "functions[0].rateLimit.limit: a whole number of at least 1 is needed",
      "functions[0].batchEvents.maxSize: a whole number of at least 2 is needed",
    ]));
  it("names what a batch cannot be used with", () =>
    expect([
      refusal({ batchEvents: batch, cancel: [{ event: "a" }] }),
      refusal({ batchEvents: batch, debounce: { period: "1s" } }),
      refusal({ batchEvents: batch, singleton: { mode: "skip" } }),
      refusal({ batchEvents: batch, priority: { run: "1" } }),
    ]).toEqual(
      ["cancelOn", "debounce", "singleton", "priority"].map((name) => `functions[0].batchEvents: cannot be used together with ${name}`),
    ));
  it("names the cancelOn that is one too many, or calls a function", () => {
    expect(
      at(
        "cancel",
        Array.from({ length: 6 }, () => ({ event: "a" })),
      ),
    ).toBe("functions[0].cancel: at most 5 entries");
    expect(at("cancel", [{ event: "a", if: 'async.data.id.startsWith("x")' }])).toBe(
      "functions[0].cancel[0].if: functions and macros are not allowed in a cancelOn expression",
    );
    expect(at("cancel", [{ event: "a", if: 'async.data.id in ("a(b)")' }])).toBe("accepted");
  });
  it("names the expression that does not compile, and where in it", () => {
    const where = (path: string): string => `functions[0].${path}: Unknown variable "nonsense" at 1:1`;
    expect([
      at("idempotency", "nonsense"),
      at("priority", { run: "nonsense" }),
      at("concurrency", [{ limit: 1 }, { limit: 1, key: "nonsense" }]),
      at("cancel", [{ event: "a", if: "nonsense" }]),
    ]).toEqual(["idempotency", "priority.run", "concurrency[1].key", "cancel[0].if"].map(where));
  });
  it("of a value of the wrong kind carries the words that the wire tells (1.7)", () => {
    const told = (config: JsonObject): unknown => {
      try {
        return decodeFlow(config);
      } catch (error) {
        return error instanceof UnreadableField ? error.told : error;
      }
    };
    expect(told({ singleton: { mode: "x" } })).toBe("x does not belong to SingletonMode values");
    expect(told({ concurrency: { limit: 1, scope: "" } })).toBe(" does not belong to ConcurrencyScope values");
    expect(told({ debounce: { period: "soon" } })).toBe('time: invalid duration "soon"');
  });
});
