// The routes of `../inngest.ts` in the document: what SDKs and terminals use beside REST. They are served there, not here, so that
// they need no schema to be loaded; the document's test asks them all the same.
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import { anyJson, id } from "./common.ts";
import { describe, type Route } from "./route.ts";

type Described = Omit<Route<z.ZodType, z.ZodType, z.ZodType>, "family">;

const anyObject = z.record(z.string(), anyJson);
const event = z
  .object({
    name: z.string(),
    data: anyObject.optional(),
    user: anyObject.optional(),
    id: z.string().optional(),
    ts: z.int().optional(),
    v: z.string().optional(),
  })
  .openapi("Event");
const byId = z.object({ id });

const TOO_LARGE = { 413: "The body is too large." };
const GONE = { 410: "The run has ended, or was never here." };

const STARTING: readonly Described[] = [
  {
    method: "post",
    path: "/e/{key}",
    name: "sendEvents",
    summary: "Sends one event or an array of them; answers once they are stored",
    params: z.object({ key: id }),
    body: z.union([event, z.array(event)]),
    answer: z.object({ ids: z.array(z.string()), status: z.int() }),
    refuses: TOO_LARGE,
  },
  {
    method: "post",
    path: "/invoke/{slug}",
    name: "invokeBySlug",
    summary: "Starts a function, whatever its triggers",
    params: z.object({ slug: id }),
    body: z.object({ data: anyObject.optional(), user: anyObject.optional() }),
    answer: z.object({ id: z.string(), status: z.int() }),
    refuses: { ...TOO_LARGE, 404: "No function has this slug." },
  },
];

const APPS: readonly Described[] = [
  {
    method: "post",
    path: "/fn/register",
    name: "register",
    summary: "An app says which functions it serves",
    body: z.looseObject({ appName: z.string(), url: z.string(), functions: z.array(anyObject) }),
    answer: z.object({ ok: z.boolean(), modified: z.boolean(), sync_id: z.uuid(), app_id: z.uuid() }),
  },
  {
    method: "delete",
    path: "/fn/remove",
    name: "removeApp",
    summary: "An app is not asked to register any more",
    query: z.object({ url: z.string() }),
    answer: z.object({ ok: z.boolean(), message: z.string() }),
  },
  {
    method: "get",
    path: "/health",
    name: "health",
    summary: "Whether the engine takes anything in",
    answer: z.object({ status: z.int(), message: z.string() }),
  },
  {
    method: "get",
    path: "/dev",
    name: "devServer",
    summary: "What an SDK asks to find a dev server",
    answer: z.looseObject({ version: z.string(), apps: z.array(anyJson), functions: z.array(anyJson) }),
  },
];

const OPEN_RUNS: readonly Described[] = [
  {
    method: "get",
    path: "/v0/runs/{id}/batch",
    name: "runEvents",
    summary: "The events of an unfinished run",
    params: byId,
    answer: z.array(anyObject),
    refuses: GONE,
  },
  {
    method: "get",
    path: "/v0/runs/{id}/actions",
    name: "runMemos",
    summary: "What an unfinished run has recorded, by hashed step id",
    params: byId,
    answer: anyObject,
    refuses: GONE,
  },
  {
    method: "post",
    path: "/v1/checkpoint/{id}/async",
    name: "checkpoint",
    summary: "The SDK records steps while it runs them",
    params: byId,
    body: z.looseObject({ run_id: z.string(), fn_id: z.string(), qi_id: z.string(), steps: z.array(anyObject) }),
    refuses: { ...TOO_LARGE, 409: "The call was sent anew meanwhile." },
  },
];

export function describeEngineRoutes(api: OpenAPIHono): void {
  for (const route of [...STARTING, ...APPS, ...OPEN_RUNS]) describe(api, { family: "engine", ...route });
}
