// Signals, requests that the engine makes for a step, streams, large state and crons, with the real SDK on one side.
import { afterEach, describe, expect, it, vi } from "vitest";
import type { GatewayRequest, GatewayResponse } from "../protocol/gateway.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { MODES, TABLE } from "./table.ts";
import { openWire, runOnce } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** Answers every request alike and keeps what it was asked. */
function answering(response: GatewayResponse | undefined): {
  readonly asked: GatewayRequest[];
  fetch(request: GatewayRequest): Promise<GatewayResponse>;
} {
  const asked: GatewayRequest[] = [];
  return {
    asked,
    fetch(request) {
      asked.push(request);
      return response === undefined ? Promise.reject(new Error(`cannot reach ${JSON.stringify(request)}`)) : Promise.resolve(response);
    },
  };
}
const page = (body: string, status = 200): GatewayResponse => ({ status, headers: { "content-type": "text/plain" }, body });
const post = (path: string, body: object): WireRequest => ({ method: "POST", path, headers: {}, body: JSON.stringify(body) });

describe.each(MODES)("with $mode", ({ checkpointing }) => {
  it("a signal resumes the run that waits for it, and its sender is told which (protocol.md 4.7)", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("signaled");
    await wire.flow(0);
    const [waiting] = await wire.facts("run.created");
    const reply = await wire.engine.handle(post("/v1/signals", { signal: "go/ahead", data: { n: 1 } }));
    await wire.flow(0);
    expect(JSON.parse(reply.body)).toMatchObject({
      data: { run_id: waiting?.runId },
      metadata: { fetched_at: "2026-11-20T09:00:00.000Z" },
    });
    expect(await wire.facts("run.completed")).toMatchObject([{ output: { signal: "go/ahead", data: { n: 1 } } }]);
  });

  it("a signal that another run sends is an ordinary step of that run", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("signaled");
    await wire.flow(0);
    await wire.send("signals");
    await wire.flow(0);
    expect(await wire.facts("run.completed", "program-signaled")).toMatchObject([{ output: { data: { from: "another run" } } }]);
    expect(await wire.facts("step.completed", "program-signals")).toMatchObject([{ kind: "sendSignal" }]);
  });

  it("a signal that nobody waits for is answered with 404, one without a name with 500", async () => {
    const wire = await openWire({ checkpointing });
    const none = await wire.engine.handle(post("/v1/signals", { signal: "nobody", data: {} }));
    expect([none.status, none.body]).toEqual([404, '{"error":"No signal found","data":null,"status":404}']);
    expect((await wire.engine.handle(post("/v1/signals", { signal: "" }))).status).toBe(500);
  });

  it("a second wait for a signal fails its run; a wait that nobody answers gives null", async () => {
    const wire = await openWire({ checkpointing });
    await wire.send("signaled");
    await wire.flow(0);
    await wire.send("signaled");
    await wire.flow();
    expect(await wire.facts("run.failed")).toMatchObject([{ code: "signal-conflict" }]);
    expect(await wire.facts("run.completed")).toMatchObject([{ output: null }]);
  });

  it("a fetch is made by the engine, and the function gets a Response", async () => {
    const gateway = answering(page("hello", 203));
    const wire = await openWire({ checkpointing, gateway });
    expect((await runOnce(wire, "fetching")).output).toEqual({ status: 203, text: "hello" });
    expect(gateway.asked).toMatchObject([{ method: "GET", headers: { authorization: "Bearer TOKEN-IN-HEADER" } }]);
    expect(await wire.facts("gateway.started")).toMatchObject([{ kind: "fetch", url: "https://other.test/page" }]);
  });

  it("a fetch that reaches nobody is tried again and then fails, and its keys are told nowhere", async () => {
    const gateway = answering(undefined);
    const wire = await openWire({ checkpointing, gateway });
    await runOnce(wire, "fetching");
    expect([gateway.asked.length, (await wire.facts("run.failed")).length]).toEqual([2, 1]);
    expect(JSON.stringify(await wire.engine.facts())).not.toContain("TOKEN");
  });

  it("an inference posts to the model with its key, and the key stays out of the log (protocol.md 2.4)", async () => {
    const gateway = answering(page('{"choices":[{"message":{"content":"hello"}}]}'));
    const wire = await openWire({ checkpointing, gateway });
    expect((await runOnce(wire, "inferring")).output).toBe("hello");
    expect(gateway.asked).toMatchObject([{ method: "POST", headers: { authorization: "Bearer KEY-OF-THE-MODEL" } }]);
    expect(JSON.stringify(await wire.engine.facts())).not.toContain("KEY-OF-THE-MODEL");
  });

  it("an inference pending when the engine dies is reported again by the SDK (L11)", async () => {
    let asked = 0;
    const fetch = (): Promise<GatewayResponse> => {
      asked += 1;
      return asked === 1 ? new Promise(() => {}) : Promise.resolve(page('{"choices":[{"message":{"content":"second"}}]}'));
    };
    const wire = await openWire({ checkpointing, gateway: { fetch } });
    await wire.send("inferring");
    await expect.poll(() => asked).toBe(1);
    await wire.restart();
    await wire.flow();
    expect(await wire.facts("run.completed")).toMatchObject([{ output: "second" }]);
  });

  it("state of more than 4 MB is left out of the call, and the SDK reads it (protocol.md 2.9)", async () => {
    const bodies: { ctx: { use_api: boolean }; use_api: boolean; steps: object; events: object[] }[] = [];
    const reads: string[] = [];
    const wire = await openWire({
      checkpointing,
      tap: {
        call: (request, pass) => (bodies.push(JSON.parse(request.body) as (typeof bodies)[number]), pass()),
        api: (request, pass) => (request.method === "GET" && reads.push(request.path), pass()),
      },
    });
    const { output } = await runOnce(wire, "large");
    expect(output).toBe("c");
    const { ctx, use_api, steps, events } = bodies.at(-1) ?? {};
    expect({ use_api, inCtx: ctx?.use_api, steps, events }).toEqual({ use_api: true, inCtx: true, steps: {}, events: [] });
    const [run] = await wire.facts("run.created");
    expect(new Set(reads)).toEqual(new Set([`/v0/runs/${run?.runId}/actions`, `/v0/runs/${run?.runId}/batch`]));
    const late = await wire.engine.handle({ ...post(`/v0/runs/${run?.runId}/actions`, {}), method: "GET" });
    expect([late.status, late.body]).toEqual([410, `{"error":"runtime state is no longer available for runID: ${run?.runId}"}`]);
  });

  it("a cron starts its function at its time in its zone, with the timer's event", async () => {
    const wire = await openWire({ checkpointing, timer: true });
    await wire.flow(3_600_000);
    const [completed] = await wire.facts("run.completed");
    expect([completed?.output, completed?.t]).toEqual(["inngest/scheduled.timer", Date.UTC(2026, 10, 20, 10)]);
  });

  it.each(TABLE.filter(({ name }) => ["no-step", "seq", "par", "rty2"].includes(name)))(
    "an app that streams its replies is understood alike: $name (protocol.md 2.3)",
    async ({ name, calls, output }) => {
      const statuses: number[] = [];
      const call = async (_: WireRequest, pass: () => Promise<WireResponse>): Promise<WireResponse> => {
        const response = await pass();
        statuses.push(response.status);
        return response;
      };
      const wire = await openWire({ checkpointing, streaming: true, tap: { call } });
      expect(await runOnce(wire, name)).toEqual({ output, calls: calls[checkpointing ? 0 : 1] });
      expect(new Set(statuses)).toEqual(new Set([201]));
    },
  );
});
