// MCP as a coding agent uses it: the official client over HTTP, against the real engine and store with an app of the unmodified SDK.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApi } from "../http/api.ts";
import { closeKits, openKit, type Kit } from "../http/http.kit.ts";
import type { Docs } from "./docs.ts";
import { createMcp } from "./mcp.ts";

const docs: Docs = [{ path: "reflexes/step-run", title: "Steps", description: "What a crash repeats", text: "# Steps\n\nRecorded once." }];
type Result = { readonly [key: string]: unknown };

let kit: Kit;
let server: Server;
let url: URL;
let client: Client;

beforeEach(async () => {
  kit = await openKit();
  const api = createApi(kit.place, { host: "127.0.0.1", port: 0, mcp: createMcp(kit.place, docs) });
  server = createAdaptorServer({ fetch: api.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  client = await connect();
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
  closeKits();
});

async function connect(): Promise<Client> {
  const made = new Client({ name: "test", version: "1.0.0" });
  await made.connect(new StreamableHTTPClientTransport(url) as Parameters<Client["connect"]>[0]);
  return made;
}

/** What a tool answers; a refused one too. Its text says the same as its structure. */
async function call(name: string, args: Result = {}): Promise<Result & { readonly refused?: boolean }> {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
  const [text] = content as readonly { readonly text: string }[];
  if (structuredContent === undefined) return { refused: true, error: text?.text };
  expect(JSON.parse(text?.text ?? "")).toEqual(structuredContent);
  return { ...(structuredContent as Result), ...(isError === true ? { refused: true } : {}) };
}

const send = async (name: string, data: Result = {}): Promise<string> => {
  const { runIds } = await call("send_event", { name, data });
  await kit.settle();
  return (runIds as readonly string[])[0] ?? "";
};

describe("the tools", () => {
  it("are those of the reference, each with words and a shape (protocol.md 6.7)", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(
      [
        ...["send_event", "invoke_function", "invoke_function_sync", "list_functions", "get_function", "get_apps", "get_app"],
        ...["get_run", "get_run_status", "get_run_trace", "list_runs", "list_function_runs", "get_event_runs"],
        ...["poll_run_status", "cancel_run", "rerun", "list_docs", "read_doc", "grep_docs", "health"],
      ].sort(),
    );
    expect(tools.filter(({ description = "", inputSchema }) => description.length < 20 || inputSchema.type !== "object")).toEqual([]);
  });

  it("name what was wrong with their arguments and do nothing", async () => {
    expect(await call("send_event", { name: "", data: {} })).toMatchObject({ refused: true });
    expect(await call("list_runs", { limit: 1_000_000 })).toMatchObject({ refused: true });
    expect(await call("list_runs", { from: "yesterday" })).toMatchObject({ refused: true, code: "bad-date" });
    expect(await call("send_event", { name: "inngest/x" })).toMatchObject({
      refused: true,
      error: expect.stringContaining("reserved") as string,
    });
    expect((await call("list_runs")).total).toBe(0);
  });
});

describe("an event sent by a tool", () => {
  it("starts the runs that it returns", async () => {
    const sent = await call("send_event", { name: "order/paid", data: { cents: 12 } });
    expect(sent).toMatchObject({ status: "accepted", eventId: expect.stringMatching(/^[0-9A-Z]{26}$/) as string });
    expect(sent["runIds"]).toHaveLength(1);
    await kit.settle();
    expect(await call("get_event_runs", { eventId: sent["eventId"], includeOutput: true })).toMatchObject({
      runs: [{ functionId: "shop-pay", status: "COMPLETED", output: { charged: 12 } }],
    });
  });

  it("that nobody listens for says so, and which name was perhaps meant", async () => {
    const sent = await call("send_event", { name: "order/payd" });
    expect(sent).toMatchObject({ runIds: [], message: expect.stringContaining("Did you mean order/paid?") as string });
  });

  it("has the id that its seed decides, and takes data that is no object as a value", async () => {
    const seed = `1795182027843,${Buffer.alloc(10, 7).toString("base64")}`;
    const [one, two] = [
      await call("send_event", { name: "a", data: 5, eventIdSeed: seed }),
      await call("send_event", { name: "a", eventIdSeed: seed }),
    ];
    expect(one["eventId"]).toBe(two["eventId"]);
    expect((await kit.store.reads.event(String(one["eventId"])))?.data).toEqual({ value: 5 });
    expect(await call("send_event", { name: "a", eventIdSeed: "x" })).toMatchObject({ refused: true, code: "bad-seed" });
  });
});

describe("a function invoked by a tool", () => {
  it("is found by slug, by app and id, or by name", async () => {
    for (const args of [{ functionId: "shop-pay" }, { appId: "shop", functionId: "pay" }, { functionId: "Pay" }])
      expect(await call("get_function", args)).toMatchObject({ slug: "shop-pay", appId: "shop" });
    expect(await call("get_function", { functionId: "pya" })).toMatchObject({
      refused: true,
      error: expect.stringContaining("shop-pay") as string,
    });
  });

  it("starts one run for a key, however often it is asked", async () => {
    const args = { appId: "shop", functionId: "pay", data: { cents: 3 }, idempotencyKey: "k" };
    const [first, second] = [await call("invoke_function", args), await call("invoke_function", args)];
    expect(second).toMatchObject({ runId: first["runId"], status: "repeated" });
  });

  it("and waited for returns its output, or its error", async () => {
    expect(await call("invoke_function_sync", { functionId: "shop-pay", data: { cents: 9 } })).toMatchObject({
      status: "COMPLETED",
      functionName: "Pay",
      output: { charged: 9 },
    });
    expect(await call("invoke_function_sync", { functionId: "shop-broken" })).toMatchObject({
      status: "FAILED",
      error: { message: "out of stock" },
    });
  });

  it("that sleeps longer than the tool waits goes on, and the answer says so", async () => {
    const answer = await call("invoke_function_sync", { functionId: "shop-nap", timeout: 0 });
    expect(answer).toMatchObject({ status: "RUNNING", message: expect.stringContaining("poll_run_status") as string });
    await kit.advance(3_600_000);
    expect(await call("get_run", { runId: answer["runId"], includeOutput: true })).toMatchObject({ status: "COMPLETED", output: 7 });
  });
});

describe("a run seen by tools", () => {
  it("is told truly while it sleeps: RUNNING to the public, sleeping until when exactly", async () => {
    const runId = await send("order/nap");
    expect(await call("get_run_status", { runId })).toMatchObject({
      status: "RUNNING",
      doing: "sleeping",
      until: "2026-11-20T10:00:00.000Z",
      steps: [
        { stepId: "before", kind: "run", status: "completed", attempts: 1 },
        { stepId: "zzz", kind: "sleep", status: "waiting" },
      ],
    });
  });

  it("has every attempt in its trace", async () => {
    const runId = await send("order/flaky");
    const step = { stepId: "try", kind: "run", status: "retrying", attempts: 1, error: { message: "not yet" } };
    expect(await call("get_run_status", { runId })).toMatchObject({ doing: "retrying", steps: [step] });
    await kit.advance(60_000);
    expect(await call("get_run_trace", { runId, includeOutput: true })).toMatchObject({
      status: "COMPLETED",
      output: "then",
      rootSpan: { children: [{ name: "try", status: "COMPLETED", children: [{ status: "FAILED" }, { status: "COMPLETED" }] }] },
    });
  });

  it("is listed by status, text and function, by pages", async () => {
    for (let n = 0; n < 3; n += 1) await send("order/paid", { cents: n });
    await send("order/broken");
    expect(await call("list_runs", { status: ["failed"] })).toMatchObject({ total: 1, runs: [{ functionId: "shop-broken" }] });
    expect(await call("list_runs", { text: "OUT OF STOCK" })).toMatchObject({ total: 1 });
    const first = await call("list_function_runs", { functionId: "shop-pay", limit: 2 });
    const page = first["page"] as { readonly hasMore: boolean; readonly cursor: string };
    expect(page.hasMore).toBe(true);
    const second = await call("list_function_runs", { functionId: "shop-pay", limit: 2, cursor: page.cursor });
    expect([...(first["runs"] as unknown[]), ...(second["runs"] as unknown[])]).toHaveLength(3);
    expect(second["page"]).toMatchObject({ hasMore: false });
  });

  it("is waited for with others, and unknown ones are named", async () => {
    const [done, asleep] = [await send("order/paid"), await send("order/nap")];
    expect(await call("poll_run_status", { runIds: [done, asleep, "nope"], timeout: 0 })).toMatchObject({
      completed: 1,
      running: 1,
      failed: 0,
      unknown: ["nope"],
    });
    const waiting = call("poll_run_status", { runIds: [asleep], timeout: 60 });
    await kit.advance(3_600_000);
    expect(await waiting).toMatchObject({ completed: 1, running: 0 });
    expect(await call("poll_run_status", { runIds: ["nope"] })).toMatchObject({ refused: true, code: "run-unknown" });
  });

  it("can be cancelled once, and run again from the top or from a step", async () => {
    const runId = await send("order/nap");
    expect(await call("cancel_run", { runId })).toMatchObject({ status: "CANCELLED" });
    expect(await call("cancel_run", { runId })).toMatchObject({ refused: true, code: "run-already-ended" });
    expect(await call("cancel_run", { runId: "nope" })).toMatchObject({ refused: true, code: "run-unknown" });
    const again = await call("rerun", { runId, fromStep: { stepId: "zzz" } });
    expect(again["runId"]).not.toBe(runId);
    expect(await call("rerun", { runId, fromStep: { stepId: "nowhere" } })).toMatchObject({ refused: true, code: "rerun-step-unknown" });
    expect(await call("rerun", { runId: "nope" })).toMatchObject({ refused: true, code: "run-unknown" });
  });
});

describe("apps and health", () => {
  it("are told with what is wrong", async () => {
    await kit.place.apps.add("http://localhost:3000/api/inngest");
    expect(await call("get_apps")).toMatchObject({
      apps: [{ appId: "shop", functions: expect.arrayContaining(["shop-pay"]) as string[] }],
    });
    expect(await call("get_app", { appId: "shop" })).toMatchObject({ appId: "shop", sdk: expect.stringContaining("js:") as string });
    expect(await call("get_app", { appId: "nope" })).toMatchObject({ refused: true, error: expect.stringContaining("shop") as string });
    expect(await call("list_functions", { appId: "shop" })).toMatchObject({ count: 5 });
    expect(await call("health")).toMatchObject({ status: "ok", storage: "memory", callsInFlight: 0 });
  });
});

describe("the course's text", () => {
  it("is listed, searched and read", async () => {
    expect(await call("list_docs")).toMatchObject({ totalDocs: 1, categories: { reflexes: 1 }, docs: [{ path: "reflexes/step-run" }] });
    expect(await call("grep_docs", { pattern: "recorded" })).toEqual({
      matches: [{ file: "reflexes/step-run", line: 3, content: "Recorded once." }],
      count: 1,
    });
    expect(await call("read_doc", { path: "/reflexes/step-run/" })).toMatchObject({ content: "# Steps\n\nRecorded once." });
    expect(await call("read_doc", { path: "../package.json" })).toMatchObject({ refused: true, code: "doc-unknown" });
    expect(await call("grep_docs", { pattern: "" })).toMatchObject({ refused: true, code: "bad-pattern" });
  });
});

describe("sessions", () => {
  const post = (headers: Record<string, string>, body: object): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
      body: JSON.stringify(body),
    });

  it("serve many clients side by side, answer in JSON, and end when asked", async () => {
    const other = await connect();
    const { tools } = await other.listTools();
    expect(tools.length).toBe(20);
    await other.close();
    const ping = await post({}, { jsonrpc: "2.0", id: 1, method: "ping" });
    expect(ping.status).toBe(400);
    const lost = await post({ "mcp-session-id": "nope" }, { jsonrpc: "2.0", id: 1, method: "tools/list" });
    expect(lost.status).toBe(404);
    expect(await lost.json()).toMatchObject({ error: { message: expect.stringContaining("initialize") as string } });
  });

  it("are bounded: the one that was used longest ago makes room, and its client can begin anew", async () => {
    const others = await Promise.all(Array.from({ length: 32 }, () => connect()));
    await expect(client.listTools()).rejects.toThrow(/session not found/i);
    client = await connect();
    expect((await client.listTools()).tools.length).toBe(20);
    await Promise.all(others.map((one) => one.close()));
  });

  it("are refused to a page of somebody else's", async () => {
    const refused = await post({ origin: "https://evil.example" }, { jsonrpc: "2.0", id: 1, method: "ping" });
    expect(refused.status).toBe(403);
  });
});
