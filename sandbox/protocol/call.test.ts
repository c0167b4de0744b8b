import { describe, expect, it } from "vitest";
import { encodeCall, functionUuid, type CallSpec } from "./call.ts";
import { cancelledEvent, failedEvent, finishedEvent, invokedEvent, startedByRunEnd } from "./internal-events.ts";

const event = { name: "shop/order", data: { n: 1 }, id: "E1", ts: 1000, user: {} };
const spec: CallSpec = {
  path: "/api/inngest",
  fn: "app-f",
  target: "step",
  runId: "R1",
  callId: "C1",
  attempt: 1,
  maxAttempts: 5,
  generation: 2,
  mode: "checkpoint",
  plan: false,
  events: [event],
  steps: { h: { data: 1 } },
  defers: {},
  stack: ["h"],
  version: -1,
};
const bodyOf = (call: CallSpec) => JSON.parse(encodeCall(call).body) as { ctx: Record<string, unknown>; [key: string]: unknown };

describe("a call", () => {
  it("goes to the function's endpoint and names its target", () =>
    expect(encodeCall({ ...spec, target: "abc" })).toMatchObject({
      method: "POST",
      path: "/api/inngest?fnId=app-f&stepId=abc",
      headers: { "x-inngest-step-id": "abc" },
    }));
  it("keeps a query that the endpoint has of its own", () =>
    expect(encodeCall({ ...spec, path: "/api?x=1" }).path).toBe("/api?x=1&fnId=app-f&stepId=step"));
  it("carries every field that an SDK reads", () => {
    const { ctx, ...root } = bodyOf(spec);
    expect(root).toEqual({ defers: {}, event, events: [event], steps: { h: { data: 1 } }, use_api: false, version: -1 });
    expect(ctx).toMatchObject({
      attempt: 1,
      disable_immediate_execution: false,
      env: "",
      fn_id: functionUuid("app-f"),
      generation_id: 2,
      max_attempts: 5,
      request_id: "C1",
      run_id: "R1",
      stack: { current: 1, stack: ["h"] },
      step_id: "step",
      use_api: false,
    });
  });
  it("carries `fn_id` and `qi_id` only when the SDK may checkpoint", () => {
    const { ctx } = bodyOf({ ...spec, mode: "per-step" });
    expect(ctx).not.toHaveProperty("fn_id");
    expect(ctx).not.toHaveProperty("qi_id");
  });
  it("has headers that agree with its body", () => {
    const { headers } = encodeCall(spec);
    const { ctx } = bodyOf(spec);
    expect(headers).toMatchObject({
      "x-run-id": "R1",
      "x-request-id": "C1",
      "x-inngest-generation-id": "2",
      "x-inngest-req-version": "-1",
      "x-inngest-job-id": ctx["job_id"],
    });
    expect(headers["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe("the event of a run's end", () => {
  const end = { deferred: [], fn: "app-f", runId: "R1", events: [event], at: 5000 };
  const failure = { type: "failed" as const, error: { name: "Error", message: "x", stack: "at", cause: { name: "C" } }, noRetry: true };

  it("tells a result", () =>
    expect(finishedEvent(end, { type: "completed", output: 7 }, "01")).toMatchObject({
      name: "inngest/function.finished",
      id: "01",
      ts: 5000,
      data: { _inngest: { status: "Completed" }, function_id: "app-f", run_id: "R1", result: 7, event, events: [event] },
    }));
  it("tells an error, by the run's id so that it starts onFailure once", () =>
    expect(failedEvent(end, failure)).toMatchObject({
      name: "inngest/function.failed",
      id: "R1",
      data: { error: { error: "NonRetriableError", message: "x", name: "Error", stack: "at" }, result: failure.error },
    }));
  it("names an error that the engine decided by its message", () =>
    expect(finishedEvent(end, { ...failure, noRetry: false }, "01").data).toMatchObject({ error: { error: "x" } }));
  it("tells an invoker which of its steps it answers", () =>
    expect(finishedEvent({ ...end, correlationId: "R0.h" }, { type: "completed", output: 1 }, "01").data).toMatchObject({
      correlation_id: "R0.h",
    }));
  it("tells a cancellation", () =>
    expect(cancelledEvent(end)).toMatchObject({
      name: "inngest/function.cancelled",
      id: "R1",
      data: { _inngest: { status: "Cancelled" } },
    }));
  it("of a cancelled run has neither result nor error", () =>
    expect(Object.keys(finishedEvent(end, { type: "cancelled" }, "01").data)).toEqual(Object.keys(cancelledEvent(end).data)));
  it("starts no further such event, but for a cancellation", () =>
    expect([failedEvent(end, failure), event, cancelledEvent(end)].map((one) => startedByRunEnd([one]))).toEqual([true, false, false]));
});

describe("the event of an invocation", () => {
  it("carries the payload, and which step of which run waits for it", () =>
    expect(
      invokedEvent(
        {
          parentRunId: "R0",
          hashedId: "h",
          stepId: "ask",
          target: "app-child",
          payload: { data: { n: 1 }, user: { id: 7 } },
          at: 10,
          until: 20,
        },
        "01",
      ),
    ).toEqual({
      name: "inngest/function.invoked",
      id: "01",
      ts: 10,
      user: { id: 7 },
      data: { n: 1, _inngest: { correlation_id: "R0.h", expire: 20, fn_id: "app-child", name: "ask" } },
    }));
});
