// Recovery by hand, with the real SDK on one side (protocol.md 6.5).
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Json } from "../log/json.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { MODES } from "./table.ts";
import { openWire, runOnce, type Wire } from "./wire.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const request = (method: WireRequest["method"], path: string, body: Json = null): WireRequest => ({
  method,
  path,
  headers: {},
  body: JSON.stringify(body),
});
const runIds = async (wire: Wire): Promise<readonly string[]> => (await wire.facts("run.created")).map((run) => run.runId);
const outputs = async (wire: Wire): Promise<readonly Json[]> => (await wire.facts("run.completed")).map((run) => run.output);

describe.each(MODES)("with $mode, a rerun from a step", ({ checkpointing }) => {
  it("keeps what was recorded before it, and runs the step and all after it", async () => {
    const wire = await openWire({ checkpointing });
    await runOnce(wire, "priced", { net: 10 });
    const [first] = await runIds(wire);
    const again = await wire.engine.rerun(first ?? "", { stepId: "gross" });
    await wire.flow();
    expect(await outputs(wire)).toEqual(["it costs 20", "it costs 20"]);
    expect(wire.printed).toEqual(["net", "gross", "told", "gross", "told"]);
    expect((await wire.facts("run.completed")).at(-1)?.runId).toBe(again);
  });

  it("gives the step other arguments, when it is told to (protocol.md 2.6)", async () => {
    const wire = await openWire({ checkpointing });
    await runOnce(wire, "priced", { net: 10 });
    const [first] = await runIds(wire);
    const reply = await wire.engine.handle(request("POST", `/v2/runs/${first}/rerun`, { fromStep: { stepId: "gross", input: "[21,3]" } }));
    await wire.flow();
    expect(JSON.parse(reply.body)).toEqual({ data: { runId: (await runIds(wire))[1] } });
    expect(await outputs(wire)).toEqual(["it costs 20", "it costs 63"]);
  });

  it("that does not exist starts nothing and says so", async () => {
    const wire = await openWire({ checkpointing });
    await runOnce(wire, "priced", { net: 10 });
    const [first] = await runIds(wire);
    const reply = await wire.engine.handle(request("POST", `/v2/runs/${first}/rerun`, { fromStep: { stepId: "nope" } }));
    expect([reply.status, reply.body]).toEqual([400, expect.stringContaining("error reconstructing input state: rerun step not found")]);
    expect(await runIds(wire)).toHaveLength(1);
  });

  it("that sleeps sleeps again", async () => {
    const wire = await openWire({ checkpointing });
    await runOnce(wire, "nap");
    const [first] = await runIds(wire);
    await wire.engine.rerun(first ?? "", { stepId: "nap" });
    await wire.flow();
    expect([await outputs(wire), (await wire.facts("sleep.ended")).length]).toEqual([
      [
        ["before", "after"],
        ["before", "after"],
      ],
      2,
    ]);
    expect(wire.printed).toEqual(["before", "after", "after"]);
  });
});

describe("a cancellation", () => {
  it("of a sleeping run ends it, and nothing of it happens any more", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("nap");
    await wire.flow(0);
    const [runId] = await runIds(wire);
    expect((await wire.engine.handle(request("DELETE", `/v1/runs/${runId}`))).status).toBe(200);
    await wire.flow();
    expect([(await wire.facts("run.cancelled")).length, wire.printed]).toEqual([1, ["before"]]);
    const statuses = [
      request("DELETE", `/v1/runs/${runId}`),
      request("DELETE", "/v1/runs/nope"),
      request("POST", `/v2/runs/${runId}/cancel`),
    ];
    const replies = await Promise.all(statuses.map((each) => wire.engine.handle(each)));
    expect(replies.map(({ status }) => status)).toEqual([200, 404, 409]);
  });

  it("during a step lets the step end, records nothing of it and begins no other (L10)", async () => {
    let answer: (response: WireResponse) => void = () => {};
    const wire = await openWire({
      checkpointing: false,
      tap: { call: async (_, pass) => (await pass(), new Promise((resolve) => (answer = resolve))) },
    });
    await wire.send("seq");
    await expect.poll(() => wire.printed).toEqual(["s 0"]);
    const [runId] = await runIds(wire);
    expect(await wire.engine.cancel(runId ?? "")).toBe("cancelled");
    answer({ status: 206, headers: { "x-inngest-sdk": "js" }, body: "[]" });
    await wire.flow();
    expect(await wire.facts("call.ignored")).toMatchObject([{ why: "run-ended" }]);
    expect([await wire.facts("step.completed"), wire.printed]).toEqual([[], ["s 0"]]);
  });

  it("during a checkpointed step lets the SDK find out at the step's end (L10)", async () => {
    const wire = await openWire({
      checkpointing: true,
      tap: {
        api: async (asked, pass) => {
          if (asked.path.includes("/checkpoint/")) await wire.engine.cancel((await runIds(wire))[0] ?? "");
          return pass();
        },
      },
    });
    await wire.send("seq");
    await wire.flow();
    expect([(await wire.facts("run.cancelled")).length, await wire.facts("step.completed")]).toEqual([1, []]);
    expect(await wire.facts("run.completed")).toEqual([]);
  });

  it("of many runs takes those of one function in a window of time, as far as an expression says so", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("slp", { key: "early" });
    await wire.flow(1000);
    await wire.send("slp", { key: "keep" });
    await wire.send("slp", { key: "drop" });
    await wire.send("nap");
    await wire.flow(0);
    const body = {
      app_id: "program",
      function_id: "slp",
      started_after: "2026-11-20T09:00:01Z",
      started_before: "2026-11-20T10:00:00Z",
      if: "event.data.key == 'drop'",
    };
    const reply = await wire.engine.handle(request("POST", "/v1/cancellations", body));
    const [, , third] = await runIds(wire);
    expect(JSON.parse(reply.body)).toMatchObject({ data: { id: expect.any(String), function_id: "slp", cancelled: [third] } });
    await wire.flow();
    expect((await wire.facts("run.cancelled")).map((run) => run.runId)).toEqual([third]);
  });

  it("of many runs is listed, also after a restart, until somebody deletes it (protocol.md 6.2)", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("nap");
    await wire.flow(0);
    const ask = (method: "GET" | "DELETE", path = "") =>
      wire.engine.handle({ method, path: `/v1/cancellations${path}`, headers: {}, body: "" });
    const body = { function_id: "program-nap", started_before: "2026-11-20T10:00:00Z", if: "event.data.n == null" };
    const made = await wire.engine.handle(request("POST", "/v1/cancellations", body));
    const { id } = (JSON.parse(made.body) as { data: { id: string } }).data;
    await wire.restart();
    expect(JSON.parse((await ask("GET")).body)).toMatchObject({ data: [{ id, function_id: "program-nap", cancelled: 1 }] });
    expect((await ask("DELETE", `/${id}`)).status).toBe(204);
    expect([(await ask("DELETE", `/${id}`)).status, (await ask("GET", `/${id}`)).status]).toEqual([404, 404]);
    expect(JSON.parse((await ask("GET")).body)).toEqual({ data: [] });
    expect(await wire.facts("run.cancelled")).toHaveLength(1);
  });

  it("of many runs without a function or a time is refused in the server's words (protocol.md 6.2)", async () => {
    const wire = await openWire({ checkpointing: true });
    const reply = await wire.engine.handle(request("POST", "/v1/cancellations", {}));
    expect([reply.status, JSON.parse(reply.body)]).toMatchObject([400, { error: "function_id is required\nstarted_before is required" }]);
  });
});

describe("a replay", () => {
  it("reruns the failed runs of one function, in a window of time, with one error", async () => {
    const wire = await openWire({ checkpointing: true });
    await runOnce(wire, "broken");
    const [first] = await runIds(wire);
    wire.clock.advance("1h");
    await runOnce(wire, "broken");
    const from = wire.clock.now();
    const none = [
      await wire.engine.replay({ fn: "program-broken", error: "another text" }),
      await wire.engine.replay({ fn: "program-seq" }),
    ];
    expect(none).toEqual([[], []]);
    const again = await wire.engine.replay({ fn: "program-broken", to: from, error: "child is broken" });
    await wire.flow();
    expect(again).toHaveLength(1);
    expect((await wire.facts("run.created")).at(-1)).toMatchObject({ cause: "rerun", parentRunId: first });
    expect(await wire.facts("run.failed")).toHaveLength(3);
  });
});

describe("a paused function", () => {
  it("starts no run, says so for each event, goes on with what it has begun, and catches up by a replay (L9)", async () => {
    const wire = await openWire({ checkpointing: true });
    await wire.send("nap");
    await wire.flow(0);
    await wire.engine.pauseFunction("program-nap");
    await wire.restart();
    await wire.send("nap", { n: 2 });
    await wire.flow();
    expect(await outputs(wire)).toEqual([["before", "after"]]);
    expect(await wire.facts("run.skipped")).toMatchObject([{ fn: "program-nap", because: "function-paused" }]);
    await wire.engine.resumeFunction("program-nap");
    await wire.engine.replay({ fn: "program-nap", ended: ["skipped"] });
    await wire.flow();
    expect(await outputs(wire)).toHaveLength(2);
  });
});
