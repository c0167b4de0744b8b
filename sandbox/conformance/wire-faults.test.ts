// What the wire does when something breaks, with the real SDK on one side (protocol.md 9.6, items 2 to 7).
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { openWire, runOnce, type Wire } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const SDK = { "x-inngest-sdk": "js:test", "content-type": "application/json" };

/** Answers the n-th call (from 1) in the app's stead. */
function onCall(
  n: number,
  answer: (pass: () => Promise<WireResponse>) => Promise<WireResponse>,
): { call: (request: WireRequest, pass: () => Promise<WireResponse>) => Promise<WireResponse> } {
  let calls = 0;
  return {
    call(_request, pass) {
      calls += 1;
      return calls === n ? answer(pass) : pass();
    },
  };
}

const reply =
  (status: number, body: string, headers: Readonly<Record<string, string>> = SDK) =>
  () =>
    Promise.resolve({ status, body, headers });

async function outputAfter(tap: ReturnType<typeof onCall>, name = "seq"): Promise<{ wire: Wire; output: unknown; calls: number }> {
  const wire = await openWire({ checkpointing: false, tap });
  return { wire, ...(await runOnce(wire, name)) };
}

describe("an app that dies", () => {
  it("between two steps is called again after the backoff, and finished steps do not run again", async () => {
    const { wire, output, calls } = await outputAfter(onCall(2, () => Promise.reject(new Error("connection reset"))));
    expect({ output, calls, printed: wire.printed }).toEqual({ output: ["s 0", "s 1", "s 2"], calls: 5, printed: ["s 0", "s 1", "s 2"] });
    const [retry] = await wire.facts("step.retry.scheduled");
    expect(retry?.delayMs).toBeGreaterThanOrEqual(15_000);
    expect(retry?.delayMs).toBeLessThan(45_000);
    expect(await wire.facts("call.failed")).toMatchObject([{ kind: "unreachable", message: "Unable to reach SDK URL" }]);
  });

  it("after a step's effect and before its reply arrives runs that step again: nobody had recorded it (L5)", async () => {
    const lost = onCall(2, async (pass) => {
      await pass();
      throw new Error("connection reset");
    });
    const { wire, output } = await outputAfter(lost);
    expect({ output, printed: wire.printed }).toEqual({ output: ["s 0", "s 1", "s 2"], printed: ["s 0", "s 1", "s 1", "s 2"] });
  });
});

describe("an engine that dies", () => {
  it("between two steps goes on from its store: finished steps do not run again, and no attempt is spent (L3, L11)", async () => {
    let answered = (_response: WireResponse): void => {};
    const held = onCall(3, () => new Promise((resolve) => (answered = resolve)));
    const wire = await openWire({ checkpointing: false, tap: held });
    await wire.send("seq");
    await expect.poll(() => wire.facts("call.sent")).toHaveLength(3);
    await wire.restart();
    answered({ status: 200, body: '"a late answer to an engine that is gone"', headers: SDK });
    await wire.flow();
    expect(await wire.facts("run.completed")).toMatchObject([{ output: ["s 0", "s 1", "s 2"] }]);
    expect(wire.printed).toEqual(["s 0", "s 1", "s 2"]);
    expect((await wire.facts("call.sent")).map((call) => call.attempt)).toEqual([0, 0, 0, 0, 0]);
  });

  it("during a sleep wakes at the instant that was recorded (L6, L11)", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("nap");
    await wire.flow(0);
    const [asleep] = await wire.facts("sleep.started");
    await wire.restart();
    await wire.flow();
    const [awake] = await wire.facts("sleep.ended");
    expect(awake?.t).toBe(asleep?.until);
    expect(wire.printed).toEqual(["before", "after"]);
  });
});

describe("the checkpoint API", () => {
  it("failing five times in a row costs a call and repeats no step", async () => {
    let failures = 0;
    const api = (request: WireRequest, pass: () => Promise<WireResponse>): Promise<WireResponse> => {
      const fails = request.path.includes("/checkpoint/") && failures < 5;
      failures += fails ? 1 : 0;
      return fails ? Promise.resolve({ status: 500, headers: {}, body: "" }) : pass();
    };
    const wire = await openWire({ checkpointing: true, tap: { api } });
    const { output } = await runOnce(wire, "seq");
    expect({ output, failures, printed: wire.printed }).toEqual({
      output: ["s 0", "s 1", "s 2"],
      failures: 5,
      printed: ["s 0", "s 1", "s 2"],
    });
  });

  it("records a step that is reported twice once (L5)", async () => {
    const api = async (_request: WireRequest, pass: () => Promise<WireResponse>): Promise<WireResponse> => {
      await pass();
      return pass();
    };
    const wire = await openWire({ checkpointing: true, tap: { api } });
    expect(await runOnce(wire, "seq")).toEqual({ output: ["s 0", "s 1", "s 2"], calls: 1 });
    expect(await wire.facts("step.completed")).toHaveLength(3);
  });

  it("answers 409 to a call that has been replaced, so that its host gives up", async () => {
    const checkpoints: WireRequest[] = [];
    const api = (request: WireRequest, pass: () => Promise<WireResponse>): Promise<WireResponse> => {
      checkpoints.push(request);
      // The first host hangs with its step done and unrecorded; its successor hangs one step later.
      return checkpoints.length === 1 || checkpoints.length === 3 ? new Promise(() => {}) : pass();
    };
    const wire = await openWire({ checkpointing: true, tap: { api } });
    await wire.send("seq");
    await expect.poll(() => checkpoints).toHaveLength(1);
    await wire.restart();
    await expect.poll(() => checkpoints).toHaveLength(3);
    const late = await wire.engine.handle(checkpoints[0] as WireRequest, "function");
    expect(late.status).toBe(409);
    expect(await wire.facts("call.ignored")).toMatchObject([{ why: "fenced" }]);
    expect(await wire.facts("step.completed")).toHaveLength(1);
  });
});

describe("an event", () => {
  it("sent twice with one id starts one run (L8)", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("one-step", {}, { id: "order-7" });
    await wire.flow();
    await wire.send("one-step", {}, { id: "order-7" });
    await wire.flow();
    expect(await wire.facts("run.created")).toHaveLength(1);
    expect(await wire.facts("event.deduped")).toHaveLength(1);
  });

  it("sent again with the same seed header gets the same internal id and starts no second run", async () => {
    const wire = await openWire({ checkpointing: true });
    const seed = { "x-inngest-event-id-seed": "1795182027843,6TMDwg1iEAw5DQ==" };
    const first = await wire.send("one-step", {}, {}, seed);
    const again = await wire.send("one-step", {}, {}, seed);
    await wire.flow();
    expect(again.body).toBe(first.body);
    expect(await wire.facts("run.created")).toHaveLength(1);
  });

  it("with a ts in the future starts its run then (L6)", async () => {
    const wire = await openWire({ checkpointing: true });
    const ts = wire.clock.now() + 4000;
    await wire.send("one-step", {}, { ts });
    await wire.flow();
    expect((await wire.facts("call.sent"))[0]?.t).toBe(ts);
  });
});

describe("a reply", () => {
  it("of 206 [] asks for another look", async () => {
    const { output, calls } = await outputAfter(onCall(2, reply(206, "[]")));
    expect({ output, calls }).toEqual({ output: ["s 0", "s 1", "s 2"], calls: 5 });
  });

  it("of 206 with a bare object counts as an array of one", async () => {
    const op = {
      id: "a9a8751faffa44a6d1d6361d63302f37b4853281",
      op: "StepRun",
      name: "s",
      userland: { id: "s", index: 1 },
      data: "from an object",
    };
    const { output } = await outputAfter(onCall(2, reply(206, JSON.stringify(op))));
    expect(output).toEqual(["s 0", "from an object", "s 2"]);
  });

  it("of 206 with a null op or an unknown opcode breaks the protocol and is tried again", async () => {
    const nothing = await outputAfter(onCall(2, reply(206, "[null]")));
    expect({ output: nothing.output, calls: nothing.calls }).toEqual({ output: ["s 0", "s 1", "s 2"], calls: 5 });
    expect(await nothing.wire.facts("protocol.violated")).toHaveLength(1);
  });

  it("that is a proxy's error page is tried again", async () => {
    const { wire, output } = await outputAfter(onCall(2, reply(504, "<html>Gateway timeout</html>", {})));
    expect(output).toEqual(["s 0", "s 1", "s 2"]);
    expect(await wire.facts("call.failed")).toMatchObject([
      { kind: "not-sdk", message: "Your server returned HTTP 504 before the SDK responded." },
    ]);
  });

  it("of 200 without the SDK's header fails the attempt, whatever it says, and is tried again (observed on a real server, August 2026)", async () => {
    const ops = JSON.stringify([{ id: "x", op: "RunComplete", data: "not from the app" }]);
    for (const [status, body] of [
      [200, "<html>Welcome</html>"],
      [206, ops],
    ] as const) {
      const { wire, output } = await outputAfter(onCall(2, reply(status, body, {})));
      expect(output).toEqual(["s 0", "s 1", "s 2"]);
      expect(await wire.facts("call.failed")).toMatchObject([{ kind: "not-sdk" }]);
    }
  });

  it("with Retry-After in seconds or as a date waits that long instead of the backoff", async () => {
    const error = JSON.stringify({ name: "Error", message: "busy", __serialized: true });
    const seconds = await outputAfter(onCall(1, reply(500, error, { ...SDK, "x-inngest-no-retry": "false", "retry-after": "2" })));
    expect(await seconds.wire.facts("step.retry.scheduled")).toMatchObject([{ delayMs: 2000 }]);
    const date = await outputAfter(onCall(1, reply(500, error, { ...SDK, "retry-after": "2026-11-20T09:01:00Z" })));
    expect(await date.wire.facts("step.retry.scheduled")).toMatchObject([{ delayMs: 60_000 }]);
  });
});
