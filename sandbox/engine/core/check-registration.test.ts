// What registration refuses, and where it says the fault is (protocol.md 1.7).
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../log/json.ts";
import { route } from "./routes.ts";

const valid = (more: JsonObject = {}): JsonObject => ({
  id: "app-f",
  name: "f",
  triggers: [{ event: "a" }],
  steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "http://app/api?fnId=app-f&stepId=step" } } },
  ...more,
});

/** What the wire says, and what the log will say. */
function register(...functions: readonly JsonObject[]): { readonly wire: string; readonly log: string | undefined } {
  const body = JSON.stringify({ appName: "app", url: "http://app/api", sdk: "js:4", functions });
  const { inputs, reply } = route({ method: "POST", path: "/fn/register", headers: {}, body }, "learner");
  const [input] = inputs;
  const { error } = JSON.parse(reply([{ type: "registered", modified: true }]).body) as { readonly error?: string };
  return { wire: error ?? "ok", log: input?.type === "refused" ? input.what : undefined };
}

describe("a registration", () => {
  it("is taken with everything that flow control knows (1.6)", () =>
    expect(
      register(
        valid({
          rateLimit: { limit: 3, period: "1m", key: "event.data.k" },
          throttle: { limit: 2, period: "5s", burst: 1, key: "event.data.k" },
          concurrency: [
            { limit: 2, key: "event.data.k" },
            { limit: 5, key: '"x"', scope: "account" },
          ],
          debounce: { period: "2s", timeout: "10s", key: "event.data.k" },
          priority: { run: "event.data.p ? 100 : 0" },
          timeouts: { start: "10s", finish: "1m" },
          singleton: { mode: "skip", key: "event.data.k" },
          cancel: [{ event: "a/stop", timeout: "1h", if: "event.data.id == async.data.id" }],
        }),
      ).wire,
    ).toBe("ok"));

  it("with a wrong expression is refused with the function, the field and the character", () => {
    const { wire, log } = register(valid(), valid({ concurrency: [{ limit: 1 }, { limit: 1, key: "event.data.n == order" }] }));
    expect(wire).toBe("At least one function is invalid");
    expect(log).toBe('functions[1].concurrency[1].key: "event.data.n == order" cannot be read at character 17: Unknown variable: order');
  });

  it.each([
    ["a trigger's expression", { triggers: [{ event: "a", expression: "event.data.n ==" }] }, "functions[0].triggers[0].expression"],
    ["a cron", { triggers: [{ cron: "@hourly" }] }, "functions[0].triggers[0].cron"],
    ["`async` in a key", { debounce: { period: "1s", key: "async.data.n" } }, "functions[0].debounce.key"],
    ["a call in a cancel's if", { cancel: [{ event: "b", if: "event.name.startsWith('x')" }] }, "functions[0].cancel[0].if"],
    ["three concurrency entries", { concurrency: [{ limit: 1 }, { limit: 1 }, { limit: 1 }] }, "functions[0].concurrency"],
    ["an account scope without a key", { concurrency: { limit: 1, scope: "account" } }, "functions[0].concurrency.key"],
    ["a batch of one", { batchEvents: { maxSize: 1, timeout: "1s" } }, "functions[0].batchEvents.maxSize"],
    ["a batch with a singleton", { batchEvents: { maxSize: 2, timeout: "1s" }, singleton: { mode: "skip" } }, "functions[0].batchEvents"],
    ["a debounce of eight days", { debounce: { period: "8d" } }, "functions[0].debounce.period"],
    ["a rate limit of 0", { rateLimit: { limit: 0, period: "1s" } }, "functions[0].rateLimit.limit"],
  ])("with %s is refused, and the log has the place", (_, more: JsonObject, place) => {
    const { wire, log } = register(valid(more));
    expect(wire).toBe("At least one function is invalid");
    expect(log?.slice(0, place.length + 1)).toBe(`${place}:`);
  });

  it("with a value of the wrong kind is told on the wire too", () => {
    expect(register(valid({ singleton: { mode: "x" } })).wire).toBe("Invalid request: x does not belong to SingletonMode values");
    expect(register(valid({ throttle: { limit: 1, period: "soon" } })).wire).toContain("Invalid request: time: invalid duration");
  });
});
