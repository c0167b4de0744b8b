import { describe, expect, it } from "vitest";
import { decodeReply } from "./reply.ts";

const NOW = Date.UTC(2026, 10, 20, 9);
const SDK = { "x-inngest-sdk": "inngest-js:v4.24.0" };
const decode = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  decodeReply({ status, headers: { ...SDK, ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) }, NOW);
const op = (fields: object) => decode(206, [{ id: "h", userland: { id: "s" }, ...fields }]);
const opOf = (fields: object) => {
  const reply = op(fields);
  return reply.type === "progressed" ? reply.ops[0] : reply;
};

describe("a 200 reply", () => {
  it("ends the run with its value", () => expect(decode(200, { a: 1 })).toEqual({ type: "finished", output: { a: 1 } }));
  it("without a body ends it with null", () => expect(decode(200, "")).toEqual({ type: "finished", output: null }));
  it("that is not JSON ends it with its text, and one of 204 with null (observed on a real server, August 2026)", () =>
    expect([decode(200, "done"), decode(200, "null"), decode(204, "")]).toEqual([
      { type: "finished", output: "done" },
      { type: "finished", output: null },
      { type: "finished", output: null },
    ]));
  it("without the SDK's header is somebody else's", () =>
    expect(decodeReply({ status: 200, headers: {}, body: "{}" }, NOW)).toMatchObject({
      type: "not-sdk",
      error: { name: "not_sdk", stack: "{}" },
    }));
});

describe("a 206 reply", () => {
  it("may be empty, and may be a bare object", () => {
    expect(decode(206, [])).toEqual({ type: "progressed", ops: [] });
    expect(decode(206, { op: "RunComplete", id: "c", data: 1 })).toEqual({ type: "progressed", ops: [{ type: "complete", output: 1 }] });
  });
  it("tells the version that the SDK speaks", () =>
    expect(decode(206, [], { "x-inngest-req-version": "2" })).toMatchObject({ version: 2 }));
  it("may mix finished steps with the end of the run", () =>
    expect(
      decode(206, [
        { id: "h", op: "StepRun", data: 1, userland: { id: "s" } },
        { op: "RunComplete", id: "c", data: 2 },
      ]),
    ).toMatchObject({ ops: [{ type: "run" }, { type: "complete" }] }));
  it("with a null op breaks as a whole, and says where", () =>
    expect(decode(206, [{ op: "None" }, null])).toMatchObject({ type: "malformed", what: "body[1]: an object is needed" }));
  it("with an unknown opcode breaks as a whole, and says which", () =>
    expect(op({ op: "Teleport" })).toMatchObject({ what: 'body[0].op: unknown opcode "Teleport"' }));
  it("that is not JSON, or neither array nor object, breaks", () =>
    expect([decode(206, "[{"), decode(206, "7")]).toMatchObject([{ type: "malformed" }, { type: "malformed" }]));
  it("with no-retry makes its step errors final (Go, Python)", () =>
    expect(decode(206, [{ id: "h", op: "StepError", error: { name: "E", message: "m" } }], { "x-inngest-no-retry": "true" })).toMatchObject(
      { ops: [{ type: "failed" }] },
    ));
});

describe("an op", () => {
  it("keeps the learner's id, the wire's id and the index of a repeated id", () =>
    expect(opOf({ op: "StepRun", data: 1, userland: { id: "s", index: 2 } })).toEqual({
      type: "run",
      stepId: "s",
      hashedId: "h",
      index: 2,
      data: 1,
      kind: "run",
    }));
  it("tolerates keys that nobody knows", () =>
    expect(opOf({ op: "StepRun", data: 1, promise: {}, rawArgs: ["s", null], middleware: {} })).toMatchObject({ type: "run" }));
  it("of a race is one in any letter case", () =>
    expect(["race", "Race"].map((parallelMode) => opOf({ op: "StepPlanned", opts: { parallelMode } }))).toMatchObject([
      { race: true },
      { race: true },
    ]));
  it("names the tool that made a step", () =>
    expect(opOf({ op: "StepRun", opts: { type: "step.sendEvent" } })).toMatchObject({ kind: "sendEvent" }));
  it("that is legacy Step counts as StepRun", () => expect(opOf({ op: "Step", data: 1 })).toMatchObject({ type: "run", data: 1 }));
  it("keeps an error verbatim, whatever it carries", () =>
    expect(opOf({ op: "StepError", error: { name: "E", message: "m", stack: "at", cause: { name: "C" }, data: 7 } })).toMatchObject({
      error: { name: "E", message: "m", stack: "at", cause: { name: "C" }, data: 7 },
    }));
  it("sleeps for what `name` says (TypeScript, Python) or `opts.duration` (Go)", () => {
    expect(opOf({ op: "Sleep", name: "3d" })).toMatchObject({ due: { type: "after", ms: 259_200_000 } });
    expect(opOf({ op: "Sleep", name: "nap", opts: { duration: "1m" } })).toMatchObject({ due: { type: "after", ms: 60_000 } });
  });
  it("waits for the event in `name` (TypeScript, Python) or in `opts.event` (Go)", () => {
    expect(opOf({ op: "WaitForEvent", name: "x/y", opts: { timeout: "1h", if: "true" } })).toMatchObject({ event: "x/y", expr: "true" });
    expect(opOf({ op: "WaitForEvent", name: "w", opts: { event: "x/y", timeout: "1h" } })).toMatchObject({ event: "x/y" });
    expect(opOf({ op: "WaitForEvent", name: "x/y", opts: { event: "", timeout: "1h" } })).toMatchObject({ event: "x/y" });
  });
  it("without a readable time breaks the reply", () =>
    expect(op({ op: "Sleep", name: "soon" })).toMatchObject({
      type: "malformed",
      what: 'body[0].name: "soon" is neither a duration nor a date',
    }));
  it("invokes with a payload, and a timeout if there is one", () => {
    expect(opOf({ op: "InvokeFunction", opts: { function_id: "a-b", payload: { data: { n: 1 } } } })).toEqual({
      type: "invoke",
      stepId: "s",
      hashedId: "h",
      target: "a-b",
      payload: { data: { n: 1 } },
    });
    expect(opOf({ op: "InvokeFunction", opts: { function_id: "a-b", payload: {}, timeout: "1s" } })).toMatchObject({
      timeout: { type: "after", ms: 1000 },
    });
  });
  it("leaves work to another function, and takes it back (protocol.md 2.4)", () => {
    const opts = { fn_slug: "app-later", input: { n: 1 }, meta: { sessions: { user: 7 } } };
    expect(opOf({ op: "DeferAdd", opts })).toMatchObject({
      type: "defer",
      wanted: { fn: "app-later", input: { n: 1 }, meta: { sessions: { user: "7" } } },
    });
    expect(opOf({ op: "DeferAdd", opts: { input: {} } })).toMatchObject({ type: "defer", wanted: undefined });
    expect(opOf({ op: "DeferAbort", opts: { target_hashed_id: "h" } })).toMatchObject({ type: "defer-abort", target: "h" });
  });
  it("in the place of the end of the run is the handler's own error", () => {
    const id = "0737c22d3bfae812339732d14d8c7dbd6dc4e09c";
    expect(opOf({ op: "StepError", id, error: { name: "Error", message: "x" } })).toMatchObject({ type: "threw", retriable: true });
    expect(opOf({ op: "StepFailed", id, error: { name: "Error", message: "x" } })).toMatchObject({ type: "threw", retriable: false });
  });
  it("waits for a signal, and fails or takes it over when somebody else waits", () => {
    expect(opOf({ op: "WaitForSignal", name: "sig", opts: { signal: "sig", timeout: "3s", conflict: "fail" } })).toMatchObject({
      type: "signal",
      signal: "sig",
      timeout: { type: "after", ms: 3000 },
      conflict: "fail",
    });
    expect(opOf({ op: "WaitForSignal", opts: { signal: "sig", timeout: "3s", conflict: "replace" } })).toMatchObject({
      conflict: "replace",
    });
  });
  it("of a durable endpoint asks for another look, or ends the run (protocol.md 2.4)", () => {
    expect(op({ op: "DiscoveryRequest" })).toMatchObject({ ops: [{ type: "none" }] });
    expect(op({ op: "SyncRunComplete", data: 7 })).toMatchObject({ ops: [{ type: "complete", output: 7 }] });
  });
});

describe("an error reply", () => {
  it("is final only when the header says so, whatever the status", () => {
    const error = { name: "E", message: "m", stack: "at", __serialized: true };
    expect(decode(400, error, { "x-inngest-no-retry": "true" })).toEqual({ type: "failed", error, retriable: false });
    expect(decode(400, error)).toMatchObject({ retriable: true });
    expect(decode(500, error, { "x-inngest-no-retry": "false" })).toMatchObject({ retriable: true });
  });
  it("of a step that never appeared says what was looked for", () =>
    expect(decode(500, { error: "Could not find step", requestedStep: "h" })).toMatchObject({
      error: { name: "Error", message: "Could not find step", requestedStep: "h" },
    }));
  it("that encodes its error twice is read as if once (observed on a real server, August 2026)", () =>
    expect(decode(500, JSON.stringify(JSON.stringify({ name: "E", message: "m" })))).toMatchObject({ error: { name: "E", message: "m" } }));
  it("that is not JSON keeps its text", () => expect(decode(500, "boom")).toMatchObject({ error: { name: "Error", message: "boom" } }));
  it("of a proxy is tried again", () =>
    expect(decodeReply({ status: 504, headers: {}, body: "<html>" }, NOW)).toMatchObject({
      type: "not-sdk",
      error: { message: "Your server returned HTTP 504 before the SDK responded.", stack: "<html>" },
    }));
});

describe("Retry-After", () => {
  const after = (text: string) => decode(500, {}, { "retry-after": text });
  it("counts seconds", () => expect(after("90")).toMatchObject({ retryAfterMs: 90_000 }));
  it("may be a date", () => expect(after("2026-11-20T09:00:30Z")).toMatchObject({ retryAfterMs: 30_000 }));
  it("is cut to between 1 s and 24 h", () =>
    expect([after("0"), after("9999999"), after("2020-01-01T00:00:00Z")]).toMatchObject([
      { retryAfterMs: 1000 },
      { retryAfterMs: 86_400_000 },
      { retryAfterMs: 1000 },
    ]));
  it("that is neither is left out", () => expect(after("later on")).not.toHaveProperty("retryAfterMs"));
});

describe("a 201 reply", () => {
  it("carries the real one inside", () =>
    expect(decode(201, `   ${JSON.stringify({ status: 200, headers: {}, body: '"done"' })}`)).toEqual({
      type: "finished",
      output: "done",
    }));
  it("may carry a value instead of text (Go)", () =>
    expect(decode(201, { status: 206, headers: { "X-Inngest-No-Retry": "true" }, body: [] })).toEqual({ type: "progressed", ops: [] }));
  it("may say beside the value that it is final, or when to come again (Go)", () => {
    const inner = { status: 500, headers: {}, body: { message: "no" } };
    expect(decode(201, { ...inner, noRetry: true })).toMatchObject({ type: "failed", retriable: false });
    expect(decode(201, { ...inner, retryAt: "2026-11-20T09:00:30Z" })).toMatchObject({ type: "failed", retryAfterMs: 30_000 });
  });
  it("without one breaks the protocol", () => expect(decode(201, "   ")).toMatchObject({ type: "malformed" }));
});

describe("any other reply", () => {
  it("larger than 8 MB is too large", () => expect(decode(200, `"${"x".repeat(8 * 1024 * 1024)}"`)).toMatchObject({ type: "too-large" }));
  it("that redirects tells where to, and is tried again: following is the transport's", () =>
    expect(decodeReply({ status: 302, headers: { location: "https://elsewhere.test/" }, body: "" }, NOW)).toMatchObject({
      type: "not-sdk",
      error: { message: expect.stringContaining("https://elsewhere.test/") },
    }));
  it("with another status breaks the protocol", () => expect(decode(302, "")).toMatchObject({ type: "malformed" }));
});
