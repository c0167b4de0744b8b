// REST v1 (protocol.md 6.2), and where it answers rightly what the real server does not.
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type Kit } from "../http.kit.ts";

afterEach(closeKits);

/** Sends an event; resolves with its internal id and its run's. */
async function started(kit: Kit, name: string, data: { [key: string]: number } = {}): Promise<{ eventId: string; runId: string }> {
  const { body } = await kit.post("/e/x", { name, data });
  const [eventId = ""] = (body as { ids: string[] }).ids;
  await kit.settle();
  const runs = (await kit.get(`/v1/events/${eventId}/runs`)).body as unknown as { data: { run_id: string }[] };
  return { eventId, runId: runs.data[0]?.run_id ?? "" };
}

describe("GET /v1/runs/:id", () => {
  it("tells a run that has checkpointed with its output, and in the server's words", async () => {
    const kit = await openKit();
    const { runId, eventId } = await started(kit, "order/paid", { cents: 9 });
    const { status, body } = await kit.get(`/v1/runs/${runId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        run_id: runId,
        run_started_at: "2026-11-20T09:00:00.000Z",
        function_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        function_version: 0,
        environment_id: "00000000-0000-4000-b000-000000000000",
        event_id: eventId,
        status: "Completed",
        ended_at: "2026-11-20T09:00:00.000Z",
        output: { charged: 9 },
      },
      metadata: { fetched_at: "2026-11-20T09:00:00.000Z", cached_until: "2026-11-20T09:00:00.000Z" },
    });
  });

  it("says Running while the run sleeps, waits or will be tried again, and never a status of before", async () => {
    const kit = await openKit();
    const status = async (runId: string): Promise<unknown> =>
      ((await kit.get(`/v1/runs/${runId}`)).body as { data: { status: string } }).data.status;
    const [nap, wait, flaky] = [await started(kit, "order/nap"), await started(kit, "order/wait"), await started(kit, "order/flaky")];
    for (const { runId } of [nap, wait, flaky]) expect(await status(runId)).toBe("Running");
    await kit.post("/e/x", { name: "order/decided" });
    await kit.advance(3_600_000);
    for (const { runId } of [nap, wait, flaky]) expect(await status(runId)).toBe("Completed");
  });

  it("tells a failed run with the error that ended it", async () => {
    const kit = await openKit();
    const { runId } = await started(kit, "order/broken");
    expect((await kit.get(`/v1/runs/${runId}`)).body).toMatchObject({ data: { status: "Failed", output: { message: "out of stock" } } });
  });

  it("of a run that is not there is 404, where the real server sends 200", async () => {
    const { get } = await openKit();
    for (const path of [
      "/v1/runs/01M7WKYBH0CNCM9BJ1T4M0Q840",
      "/v1/runs/x/jobs",
      "/v1/events/x",
      "/v1/events/x/runs",
      "/v1/apps/x/functions",
    ])
      expect(await get(path)).toMatchObject({ status: 404, body: { error: expect.any(String), data: null, status: 404 } });
  });
});

describe("GET /v1/runs/:id/jobs", () => {
  it("lists what the run has yet to do, and when", async () => {
    const kit = await openKit();
    const [nap, wait, flaky, done] = [
      await started(kit, "order/nap"),
      await started(kit, "order/wait"),
      await started(kit, "order/flaky"),
      await started(kit, "order/paid"),
    ];
    const jobs = async ({ runId }: { runId: string }): Promise<unknown> =>
      ((await kit.get(`/v1/runs/${runId}/jobs`)).body as { data: unknown }).data;
    expect(await jobs(nap)).toMatchObject([{ kind: "sleep", at: "2026-11-20T10:00:00.000Z" }]);
    expect(await jobs(wait)).toMatchObject([{ kind: "pause", at: "2026-11-20T11:00:00.000Z" }]);
    expect(await jobs(flaky)).toMatchObject([{ kind: "edge-error", attempt: 1 }]);
    expect(await jobs(done)).toEqual([]);
  });
});

describe("a run that stands in line", () => {
  it("has its start, or its next call, among its jobs", async () => {
    const kit = await openKit({
      functions: (client) => [
        client.createFunction({ id: "one", concurrency: 1, triggers: [{ event: "a/one" }] }, async ({ step }) => {
          await step.sleep("nap", "1h");
          return step.run("then", () => 1);
        }),
      ],
    });
    const { runId } = await started(kit, "a/one");
    const jobs = async (): Promise<unknown> => ((await kit.get(`/v1/runs/${runId}/jobs`)).body as { data: unknown }).data;
    await kit.engine.pauseCalls("the test looks");
    await kit.advance(3_600_000);
    expect(await jobs()).toMatchObject([{ kind: "edge", at: "2026-11-20T10:00:00.000Z" }]);
    const held = await started(kit, "a/one");
    expect((await kit.get(`/v1/runs/${held.runId}/jobs`)).body).toMatchObject({ data: [{ kind: "start", attempt: 0 }] });
  });
});

describe("GET /v1/events", () => {
  it("lists newest first, without the engine's own, and filters by name and time", async () => {
    const kit = await openKit();
    await started(kit, "order/broken");
    await kit.advance(1000);
    await started(kit, "order/paid");
    const names = async (query: string): Promise<unknown> =>
      ((await kit.get(`/v1/events${query}`)).body as { data: { name: string }[] }).data.map(({ name }) => name);
    expect(await names("")).toEqual(["order/paid", "order/broken"]);
    expect(await names("?name=order/broken")).toEqual(["order/broken"]);
    expect(await names("?received_after=2026-11-20T09:00:00.000Z")).toEqual(["order/paid"]);
    expect(await names("?received_before=2026-11-20T09:00:01.000Z")).toEqual(["order/broken"]);
    expect(await names("?limit=1")).toEqual(["order/paid"]);
  });

  it("goes on after the last event seen, also among events of one instant, and leaves none out", async () => {
    const kit = await openKit();
    await kit.post(
      "/e/x",
      Array.from({ length: 25 }, (_, n) => ({ name: "a/b", data: { n } })),
    );
    await kit.advance(10);
    await kit.post(
      "/e/x",
      Array.from({ length: 5 }, (_, n) => ({ name: "a/c", data: { n } })),
    );
    const seen: string[] = [];
    for (let last = ""; ; last = seen.at(-1) ?? "") {
      const { body } = await kit.get(`/v1/events?limit=7${last === "" ? "" : `&cursor=${last}`}`);
      const { data } = body as unknown as { data: { internal_id: string }[] };
      if (data.length === 0) break;
      seen.push(...data.map((event) => event.internal_id));
    }
    expect(new Set(seen).size).toBe(30);
    expect(seen).toHaveLength(30);
  });

  it("tells an event's version, where it has one (observed on a real server, August 2026)", async () => {
    const kit = await openKit();
    await kit.post("/e/key", { name: "order/paid", data: {}, v: "2026-11-20.1" });
    expect((await kit.get("/v1/events?name=order/paid")).body).toMatchObject({ data: [{ v: "2026-11-20.1" }] });
  });

  it("tells one event with its data as it came", async () => {
    const kit = await openKit();
    const { eventId } = await started(kit, "order/paid", { cents: 1 });
    expect((await kit.get(`/v1/events/${eventId}`)).body).toMatchObject({
      data: { internal_id: eventId, id: eventId, name: "order/paid", data: { cents: 1 }, source_id: null },
    });
  });
});

describe("what v1 changes", () => {
  it("cancels a run, and answers 200 for one that has ended (protocol.md 6.2)", async () => {
    const kit = await openKit();
    const { runId } = await started(kit, "order/nap");
    expect((await kit.ask("DELETE", `/v1/runs/${runId}`)).status).toBe(200);
    expect((await kit.ask("DELETE", `/v1/runs/${runId}`)).status).toBe(200);
    expect((await kit.ask("DELETE", "/v1/runs/x")).status).toBe(404);
    expect((await kit.get(`/v1/runs/${runId}`)).body).toMatchObject({ data: { status: "Cancelled", output: null } });
  });

  it("cancels many runs, where the real server has no such backend", async () => {
    const kit = await openKit();
    const { runId } = await started(kit, "order/nap");
    const { body } = await kit.post("/v1/cancellations", { app_id: "shop", function_id: "nap", started_before: "2026-11-21T00:00:00Z" });
    expect(body).toMatchObject({ data: { cancelled: [runId] } });
    expect(await kit.post("/v1/cancellations", {})).toMatchObject({
      status: 400,
      body: { error: "function_id is required\nstarted_before is required" },
    });
  });

  it("brings a signal to who waits for it, and says 404 when nobody does (protocol.md 4.7)", async () => {
    const { post } = await openKit();
    expect(await post("/v1/signals", { signal: "s", data: 1 })).toMatchObject({ status: 404, body: { error: "No signal found" } });
  });

  it("says what it does not serve: metadata, Prometheus, foreign traces, realtime", async () => {
    const { post, get } = await openKit();
    for (const path of ["/v1/runs/x/metadata", "/v1/traces/userland", "/v1/realtime/publish"])
      expect((await post(path, {})).status).toBe(501);
    expect((await get("/v1/prom/production")).status).toBe(501);
  });

  it("lists an app's functions as a raw array, as they were registered", async () => {
    const { get } = await openKit();
    const { body } = await get("/v1/apps/shop/functions");
    expect(body).toContainEqual(expect.objectContaining({ slug: "shop-flaky", triggers: [{ event: "order/flaky" }] }));
  });
});
