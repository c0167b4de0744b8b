// REST v2 (protocol.md 6.4), and where it answers rightly what the real server does not.
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type Answer, type Kit } from "../http.kit.ts";

afterEach(closeKits);

type Listed = {
  readonly data: readonly { readonly id: string; readonly status: string; readonly function: { id: string } }[];
  readonly page: { cursor?: string; hasMore: boolean };
};
const listed = (answer: Answer): Listed => answer.body as unknown as Listed;

async function started(kit: Kit, name: string): Promise<string> {
  await kit.post("/v2/events", { name, data: {} });
  await kit.settle();
  return listed(await kit.get("/v2/runs?limit=1")).data[0]?.id ?? "";
}

describe("GET /v2/runs/:id", () => {
  it("tells a run under v2's names, lengths of time as text, and the output when it is asked for", async () => {
    const kit = await openKit();
    const runId = await started(kit, "order/nap");
    await kit.advance(3_600_000);
    const { body } = await kit.get(`/v2/runs/${runId}?includeOutput=true`);
    expect(body).toEqual({
      data: {
        id: runId,
        app: { id: "shop" },
        function: { id: "nap", name: "nap", slug: "shop-nap" },
        status: "COMPLETED",
        queuedAt: "2026-11-20T09:00:00.000Z",
        startedAt: "2026-11-20T09:00:00.000Z",
        endedAt: "2026-11-20T10:00:00.000Z",
        durationMs: "3600000",
        output: { data: 7 },
        trigger: { eventIds: [expect.any(String)], eventName: "order/nap" },
      },
      metadata: { fetchedAt: "2026-11-20T10:00:00.000Z" },
    });
    expect((await kit.get(`/v2/runs/${runId}`)).text).not.toContain("output");
    expect((await kit.get(`/api/v2/runs/${runId}`)).status).toBe(200);
  });

  it("says RUNNING while the run sleeps, waits or will be tried again", async () => {
    const kit = await openKit();
    for (const name of ["order/nap", "order/wait", "order/flaky"]) {
      const runId = await started(kit, name);
      expect((await kit.get(`/v2/runs/${runId}`)).body).toMatchObject({ data: { status: "RUNNING" } });
    }
  });

  it("of a run that is not there is 404 in v2's envelope", async () => {
    const { get, post } = await openKit();
    const none = { status: 404, body: { errors: [{ code: "not_found", message: expect.any(String) }] } };
    for (const path of ["/v2/runs/x", "/v2/runs/x/trace", "/v2/events/x/runs", "/v2/apps/x/functions", "/v2/apps/shop/functions/x"])
      expect(await get(path)).toMatchObject(none);
    for (const path of ["/v2/runs/x/cancel", "/v2/runs/x/rerun", "/v2/apps/shop/functions/x/invoke"])
      expect(await post(path, {})).toMatchObject(none);
  });
});

describe("GET /v2/runs", () => {
  it("pages through all runs, each once, and filters by status, function and time", async () => {
    const kit = await openKit();
    for (let n = 0; n < 7; n += 1) await started(kit, n % 2 === 0 ? "order/paid" : "order/broken");
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const { data, page } = listed(await kit.get(`/v2/runs?limit=3${cursor === undefined ? "" : `&cursor=${cursor}`}`));
      all.push(...data.map(({ id }) => id));
      cursor = page.cursor;
      expect(page.hasMore).toBe(cursor !== undefined);
    } while (cursor !== undefined);
    expect(new Set(all).size).toBe(7);
    const count = async (query: string): Promise<number> => listed(await kit.get(`/v2/runs?${query}`)).data.length;
    expect(await count("status=FAILED")).toBe(3);
    expect(await count("status=FAILED&status=COMPLETED")).toBe(7);
    expect(await count("appId=shop&functionId=pay")).toBe(4);
    expect(await count("appId=shop")).toBe(7);
    expect(await count("appId=other")).toBe(0);
    expect(await count("from=2026-11-21T00:00:00Z")).toBe(0);
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "cursor=garbage",
    "status=SLEEPY",
    "functionId=pay",
    "from=yesterday",
    "from=2&until=1",
    "order=asc",
    "query=true",
    "timeField=endedAt",
  ])("refuses ?%s and says why", async (query) => {
    const { get } = await openKit();
    const answer = await get(`/v2/runs?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: "invalid_request" }] } });
    expect(answer.text).toContain("query.");
  });
});

describe("GET /v2/runs/:id/trace", () => {
  it("shows every step with what it is, and each attempt of one that was tried again", async () => {
    const kit = await openKit();
    const runId = await started(kit, "order/flaky");
    const open = (await kit.get(`/v2/runs/${runId}/trace`)).body;
    expect(open).toMatchObject({
      data: {
        rootSpan: {
          status: "RUNNING",
          children: [{ name: "try", stepOp: "RUN", status: "WAITING", children: [{ name: "Attempt 0", status: "FAILED" }] }],
        },
      },
    });
    await kit.advance(60_000);
    const { body } = await kit.get(`/v2/runs/${runId}/trace?includeOutput=1`);
    expect(body).toMatchObject({
      data: {
        runId,
        rootSpan: {
          name: "Run",
          status: "COMPLETED",
          output: { data: "then" },
          children: [
            {
              name: "try",
              status: "COMPLETED",
              children: [
                { name: "Attempt 0", status: "FAILED", output: { message: "not yet" } },
                { name: "Attempt 1", status: "COMPLETED", output: { data: "then" } },
              ],
            },
          ],
        },
      },
    });
  });

  it("shows sleeps and waits as they are: open, then ended, or cut off with the run", async () => {
    const kit = await openKit();
    const [nap, wait] = [await started(kit, "order/nap"), await started(kit, "order/wait")];
    const span = async (runId: string): Promise<unknown> => {
      const { body } = await kit.get(`/v2/runs/${runId}/trace`);
      return (body as unknown as { data: { rootSpan: { children: object[] } } }).data.rootSpan.children.at(-1);
    };
    expect(await span(nap)).toMatchObject({ name: "zzz", stepOp: "SLEEP", status: "WAITING" });
    expect(await span(wait)).toMatchObject({ name: "decision", stepOp: "WAIT_FOR_EVENT", status: "WAITING" });
    expect((await kit.post(`/v2/runs/${wait}/cancel`)).body).toEqual({ data: { runId: wait } });
    await kit.advance(3_600_000);
    expect(await span(nap)).toMatchObject({ status: "COMPLETED", durationMs: "3600000" });
    expect(await span(wait)).toMatchObject({ status: "CANCELLED", endedAt: "2026-11-20T09:00:00.000Z" });
  });

  it("shows the attempts of a function that fails outside its steps", async () => {
    const kit = await openKit();
    const runId = await started(kit, "order/broken");
    expect((await kit.get(`/v2/runs/${runId}/trace`)).body).toMatchObject({
      data: { rootSpan: { status: "FAILED", children: [{ name: "Function", status: "FAILED" }] } },
    });
  });
});

describe("what v2 starts and ends", () => {
  it("sends an event, and gives its id and its runs", async () => {
    const kit = await openKit();
    const { body } = await kit.post("/v2/events", { name: "order/paid", data: { cents: 4 } });
    const { eventId } = (body as unknown as { data: { eventId: string } }).data;
    await kit.settle();
    expect((await kit.get(`/v2/events/${eventId}/runs?includeOutput=true`)).body).toMatchObject({
      data: [{ status: "COMPLETED", output: { charged: 4 } }],
      page: { hasMore: false },
    });
    expect((await kit.post("/v2/events", { name: "inngest/x" })).text).toContain("reserved");
    expect((await kit.post("/v2/events", { name: 5 })).text).toContain("body.name");
  });

  it("invokes a function and says which run it is; a key that came before gets 409 and the first run (L8)", async () => {
    const kit = await openKit();
    const invoke = (idempotencyKey: string): Promise<Answer> =>
      kit.post("/v2/apps/shop/functions/pay/invoke", { data: { cents: 2 }, idempotencyKey });
    const [first, again, other] = [await invoke("k"), await invoke("k"), await invoke("l")];
    expect([first.status, again.status, other.status]).toEqual([200, 409, 200]);
    const runOf = ({ body }: Answer): string => (body as unknown as { data: { runId: string } }).data.runId;
    expect(runOf(again)).toBe(runOf(first));
    await kit.settle();
    expect((await kit.get(`/v2/runs/${runOf(first)}?includeOutput=true`)).body).toMatchObject({
      data: { status: "COMPLETED", output: { charged: 2 } },
    });
    expect(listed(await kit.get("/v2/runs")).data).toHaveLength(2);
  });

  it("invokes nothing of a paused function, and says so", async () => {
    const kit = await openKit();
    await kit.post("/trace/functions/shop-pay/pause", {});
    expect(await kit.post("/v2/apps/shop/functions/shop-pay/invoke", {})).toMatchObject({
      status: 422,
      body: { errors: [{ code: "function_skipped" }] },
    });
  });

  it("reruns a run, from the top and from a step with other input, and cancels once (protocol.md 6.5)", async () => {
    const kit = await openKit();
    const runId = await started(kit, "order/paid");
    const again = await kit.post(`/v2/runs/${runId}/rerun`, { fromStep: { stepId: "mail" } });
    expect(again.status).toBe(200);
    expect((await kit.post(`/v2/runs/${runId}/rerun`)).status).toBe(200);
    expect((await kit.post(`/v2/runs/${runId}/rerun`, { fromStep: { stepId: "nope" } })).text).toContain("rerun step not found");
    await kit.settle();
    expect(listed(await kit.get("/v2/runs?status=COMPLETED")).data).toHaveLength(3);
    expect(await kit.post(`/v2/runs/${runId}/cancel`)).toMatchObject({ status: 409, body: { errors: [{ code: "run_already_ended" }] } });
  });

  it("lists apps and functions with their triggers and limits, and what can be asked", async () => {
    const { get } = await openKit();
    expect((await get("/v2/apps")).body).toMatchObject({ data: [{ id: "shop", sdk: expect.stringContaining("js:"), functionCount: 5 }] });
    expect((await get("/v2/apps/shop/functions/flaky")).body).toMatchObject({
      data: {
        id: "flaky",
        slug: "shop-flaky",
        isPaused: false,
        triggers: [{ type: "EVENT", value: "order/flaky" }],
        configuration: { retries: { value: 2, isDefault: false } },
      },
    });
    expect((await get("/v2/account")).status).toBe(200);
    expect((await get("/v2/health")).body).toMatchObject({ data: { status: "ok" } });
    expect((await get("/v2/operations")).body).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ path: "/v2/runs/{id}/trace", method: "GET" })]),
    });
  });
});
