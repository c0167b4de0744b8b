// The document is true: what the routes really answer is what it says, and every route of v1, v2 and the trace stands in it.
import { z } from "zod";
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit, type Answer, type Kit } from "../http.kit.ts";

afterEach(closeKits);

type Schema = { readonly [key: string]: unknown };
type Operation = {
  readonly responses: { readonly [status: string]: { readonly content?: { readonly "application/json"?: { readonly schema: Schema } } } };
};
type Document = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
};

async function documentOf(kit: Kit): Promise<Document> {
  return (await kit.get("/openapi.json")).body as unknown as Document;
}

/** The document's own schema for an answer, with what it refers to. */
function schemaFor({ paths, components }: Document, method: string, path: string, status: number): z.ZodType {
  const schema = paths[path]?.[method]?.responses[String(status)]?.content?.["application/json"]?.schema;
  if (schema === undefined) throw new Error(`The document has no answer ${status} of ${method} ${path}.`);
  const text = JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll("#/components/schemas/", "#/$defs/");
  return z.fromJSONSchema(JSON.parse(text) as Parameters<typeof z.fromJSONSchema>[0]);
}

/** Each route with an answer of its own, asked in a way that it answers well. */
const REGISTRATION = {
  appName: "other",
  url: "http://localhost:3001/api/inngest",
  functions: [],
};
const asked: readonly (readonly [method: "get" | "post", path: string, at: (ids: Ids) => string, body?: object])[] = [
  ["post", "/e/{key}", () => "/e/x", [{ name: "a/b" }, { name: "a/c", data: {} }]],
  ["post", "/invoke/{slug}", () => "/invoke/shop-pay", { data: {} }],
  ["post", "/fn/register", () => "/fn/register", REGISTRATION],
  ["get", "/health", () => "/health"],
  ["get", "/dev", () => "/dev"],
  ["get", "/v1/events", () => "/v1/events?limit=100"],
  ["get", "/v1/events/{id}", ({ event }) => `/v1/events/${event}`],
  ["get", "/v1/events/{id}/runs", ({ event }) => `/v1/events/${event}/runs`],
  ["get", "/v1/runs/{id}", ({ run }) => `/v1/runs/${run}`],
  ["get", "/v1/runs/{id}/jobs", ({ run }) => `/v1/runs/${run}/jobs`],
  ["get", "/v1/apps/{name}/functions", () => "/v1/apps/shop/functions"],
  ["post", "/v1/cancellations", () => "/v1/cancellations", { function_id: "shop-nap", started_before: "2020-01-01" }],
  ["get", "/v1/cancellations", () => "/v1/cancellations"],
  ["get", "/v1/cancellations/{id}", ({ cancellation }) => `/v1/cancellations/${cancellation}`],
  ["get", "/v2/runs", () => "/v2/runs?includeOutput=true"],
  ["get", "/v2/runs/{id}", ({ run }) => `/v2/runs/${run}?includeOutput=true`],
  ["get", "/v2/runs/{id}/trace", ({ run }) => `/v2/runs/${run}/trace?includeOutput=true`],
  ["get", "/v2/events/{id}/runs", ({ event }) => `/v2/events/${event}/runs`],
  ["post", "/v2/runs/{id}/rerun", ({ run }) => `/v2/runs/${run}/rerun`],
  ["get", "/v2/apps", () => "/v2/apps"],
  ["get", "/v2/apps/{app}/functions", () => "/v2/apps/shop/functions"],
  ["get", "/v2/apps/{app}/functions/{fn}", () => "/v2/apps/shop/functions/pay"],
  ["post", "/v2/apps/{app}/functions/{fn}/invoke", () => "/v2/apps/shop/functions/pay/invoke", {}],
  ["post", "/v2/events", () => "/v2/events", { name: "a/b" }],
  ["get", "/v2/account", () => "/v2/account"],
  ["get", "/v2/health", () => "/v2/health"],
  ["get", "/v2/operations", () => "/v2/operations"],
  ["get", "/trace/runs", () => "/trace/runs"],
  ["get", "/trace/runs/{id}", ({ run }) => `/trace/runs/${run}`],
  ["get", "/trace/events", () => "/trace/events?internal=true"],
  ["get", "/trace/events/{id}", ({ event }) => `/trace/events/${event}`],
  ["get", "/trace/functions", () => "/trace/functions"],
  ["get", "/trace/about", () => "/trace/about"],
  ["post", "/trace/functions/{slug}/pause", () => "/trace/functions/shop-pay/pause"],
  ["post", "/trace/functions/{slug}/resume", () => "/trace/functions/shop-pay/resume"],
  ["post", "/trace/replay", () => "/trace/replay", { fn: "shop-broken" }],
  ["post", "/trace/apps", () => "/trace/apps", { url: "http://localhost:3000/api/inngest" }],
];
/** Described, and answered without a body of JSON, or only when somebody waits. */
const APART = [
  "delete /v1/cancellations/{id}",
  "delete /fn/remove",
  "get /v0/runs/{id}/batch",
  "get /v0/runs/{id}/actions",
  "post /v1/checkpoint/{id}/async",
  "delete /v1/runs/{id}",
  "post /v1/signals",
  "get /trace/stream",
  "post /v2/runs/{id}/cancel",
];

type Ids = { readonly run: string; readonly event: string; readonly cancellation: string };

async function busy(): Promise<{ kit: Kit; all: readonly Ids[] }> {
  const kit = await openKit();
  for (const name of ["order/paid", "order/nap", "order/wait", "order/flaky", "order/broken", "order/payd"])
    await kit.post("/e/x", { name, data: { name } });
  await kit.settle();
  await kit.advance(60_000);
  const { body } = await kit.post("/v1/cancellations", { function_id: "shop-none", started_before: "2020-01-01" });
  const cancellation = String((body as unknown as { data: { id: string } }).data.id);
  const { rows } = (await kit.get("/trace/runs")).body as unknown as { rows: { runId: string; eventIds: string[] }[] };
  return { kit, all: rows.map(({ runId, eventIds }) => ({ run: runId, event: eventIds[0] ?? "", cancellation })) };
}

describe("/openapi.json", () => {
  it("describes every route of v1, v2 and the trace that this test asks, and no other", async () => {
    const { paths } = await documentOf(await openKit());
    const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(described.toSorted()).toEqual([...asked.map(([method, path]) => `${method} ${path}`), ...APART].toSorted());
  });

  it("says of every answer what it is: each run, event and function of a busy place", async () => {
    const { kit, all } = await busy();
    const document = await documentOf(kit);
    for (const [method, path, at, body] of asked) {
      const schema = schemaFor(document, method, path, 200);
      for (const ids of path.includes("{id}") ? all : all.slice(0, 1)) {
        const { status, body: answer, text }: Answer = await (method === "get" ? kit.get(at(ids)) : kit.post(at(ids), body as never));
        expect([path, status, text.slice(0, 200)]).toEqual([path, 200, expect.any(String)]);
        const read = schema.safeParse(answer);
        expect([path, read.success ? [] : read.error.issues]).toEqual([path, []]);
      }
    }
  });

  it("says of every refusal what it is", async () => {
    const kit = await openKit();
    const document = await documentOf(kit);
    const refused: readonly (readonly [string, string, string, number])[] = [
      ["get", "/v1/runs/{id}", "/v1/runs/x", 404],
      ["get", "/v1/events", "/v1/events?limit=x", 400],
      ["get", "/v2/runs/{id}", "/v2/runs/x", 404],
      ["get", "/v2/runs", "/v2/runs?cursor=x", 400],
      ["get", "/trace/runs/{id}", "/trace/runs/x", 404],
      ["get", "/trace/events", "/trace/events?limit=0", 400],
    ];
    for (const [method, path, at, status] of refused) {
      const answer = await kit.get(at);
      expect([at, answer.status]).toEqual([at, status]);
      expect(schemaFor(document, method, path, status).safeParse(answer.body).success).toBe(true);
    }
  });

  it("would find an answer of another shape", async () => {
    const document = await documentOf(await openKit());
    expect(schemaFor(document, "get", "/trace/about", 200).safeParse({ version: 1 }).success).toBe(false);
    expect(schemaFor(document, "get", "/v2/runs/{id}", 200).safeParse({ data: { id: "x" }, metadata: {} }).success).toBe(false);
  });
});
