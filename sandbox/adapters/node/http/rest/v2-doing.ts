// v2's apps and functions, and what it starts: events and invocations (protocol.md 6.4).
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { isObject, parseJson } from "../../../../protocol/shape.ts";
import { formatIso } from "../../../../protocol/date.ts";
import type { NodePlace } from "../../ports.ts";
import type { FunctionRow } from "../../reads.ts";
import { problemOf } from "../health.ts";
import { payloadProblem } from "../inngest.ts";
import { badRequest, notFound, type Refusal } from "../refusal.ts";
import { anyJson, date, id } from "./common.ts";
import { Refused, serve } from "./route.ts";
import { toV2Function, v2App, v2Function } from "./v2-functions.ts";
import { publicId, v2Answer, v2List, v2ListOf, v2Of } from "./v2-schemas.ts";

const anyObject = z.record(z.string(), anyJson);
const get = { family: "v2", method: "get" } as const;
const post = { family: "v2", method: "post" } as const;

export function serveV2Apps(api: OpenAPIHono, { store: { reads }, now }: NodePlace): void {
  serve(api, { ...get, path: "/v2/apps", name: "listApps", summary: "Apps that have registered", answer: v2ListOf(v2App) }, async () => {
    const rows = (await reads.apps()).map(({ app, url, sdk, functions }) => ({ id: app, name: app, url, sdk, functionCount: functions }));
    return v2List({ rows }, rows.length, now());
  });

  const refuses = { 404: "No app or function has this id." };
  const ofApp = { ...get, path: "/v2/apps/{app}/functions", name: "listAppFunctions", summary: "The functions of an app", refuses };
  serve(api, { ...ofApp, params: z.object({ app: id }), answer: v2ListOf(v2Function) }, async ({ params: { app } }) => {
    const rows = (await reads.functions()).filter((fn) => fn.app === app).map(toV2Function);
    if (rows.length === 0 && !(await reads.apps()).some((each) => each.app === app)) throw new Refused(notFound(`No app ${app}`));
    return v2List({ rows }, rows.length, now());
  });

  const one = { ...get, path: "/v2/apps/{app}/functions/{fn}", name: "getFunction", summary: "One function", refuses };
  serve(api, { ...one, params: z.object({ app: id, fn: id }), answer: v2Of(v2Function) }, async ({ params }) =>
    v2Answer(toV2Function(functionIn(await reads.functions(), params)), now()),
  );
}

function functionIn(functions: readonly FunctionRow[], { app, fn }: { readonly app: string; readonly fn: string }): FunctionRow {
  const found = functions.find((each) => each.app === app && (each.id === fn || publicId(each.id, app) === fn));
  if (found !== undefined) return found;
  const known = functions.filter((each) => each.app === app).map((each) => publicId(each.id, app));
  throw new Refused(
    notFound(`No function ${fn} of an app ${app}.${known.length === 0 ? "" : ` It has: ${known.slice(0, 20).join(", ")}.`}`),
  );
}

export function serveV2Starts(api: OpenAPIHono, { engine, store, now }: NodePlace): void {
  const { reads } = store;
  const invocation = z.object({
    data: anyObject.optional(),
    user: anyObject.optional(),
    idempotencyKey: z.string().min(1).max(200).optional(),
  });
  const answer = v2Of(z.object({ runId: z.string() }));
  const refuses = {
    404: "No function has this id.",
    409: "The key came before: `data.runId` is the run that it started.",
    415: "The request is not JSON.",
    422: "A limit of the function, or its pause, lets no run start.",
  };
  const route = {
    ...post,
    path: "/v2/apps/{app}/functions/{fn}/invoke",
    name: "invokeFunction",
    summary: "Starts a function, whatever its triggers",
    refuses,
  };
  serve(api, { ...route, params: z.object({ app: id, fn: id }), body: invocation, answer }, async ({ params, body, c }) => {
    const fn = functionIn(await reads.functions(), params);
    const { idempotencyKey, ...payload } = body as { idempotencyKey?: string } & Parameters<typeof payloadProblem>[0];
    const problem = payloadProblem(payload);
    if (problem !== undefined) throw new Refused(badRequest(problem));
    const invoked = await engine.invoke(fn.id, payload, idempotencyKey);
    if (invoked === undefined) throw new Refused(notFound(`No function ${params.fn} of an app ${params.app}`));
    if (!("runId" in invoked)) throw new Refused(NOT_STARTED[invoked.outcome]);
    const started = v2Answer({ runId: invoked.runId }, now());
    return invoked.outcome === "repeated" ? c.json(started, 409) : started;
  });

  const event = z.object({
    name: z.string(),
    data: anyObject.optional(),
    user: anyObject.optional(),
    id: z.string().optional(),
    ts: z.number().optional(),
    v: z.string().optional(),
  });
  serve(
    api,
    {
      ...post,
      path: "/v2/events",
      name: "sendEvent",
      summary: "Sends an event",
      body: event,
      answer: v2Of(z.object({ eventId: z.string() })),
      refuses: { 415: "The request is not JSON." },
    },
    async ({ body, c }) => {
      const sent = await engine.handle({ method: "POST", path: "/e/v2", headers: {}, body: JSON.stringify(body) }, sourceOf(c));
      const reply = parseJson(sent.body);
      const [eventId] = isObject(reply) && Array.isArray(reply["ids"]) ? (reply["ids"] as readonly string[]) : [];
      if (sent.status === 200 && eventId !== undefined) return v2Answer({ eventId }, now());
      const message = isObject(reply) ? String(reply["error"]) : sent.body;
      throw new Refused(
        sent.status === 400 ? badRequest(message) : { status: sent.status, code: "unavailable", message: store.failure?.() ?? message },
      );
    },
  );
}

const sourceOf = (c: Context): "learner" | "function" => (c.req.header("x-inngest-sdk") === undefined ? "learner" : "function");

const NOT_STARTED: { readonly [outcome in "rate-limited" | "singleton" | "paused"]: Refusal } = {
  "rate-limited": { status: 422, code: "rate_limited", message: "The function's rate limit lets no run start now. Invoke it later." },
  singleton: { status: 422, code: "function_skipped", message: "A run of this singleton goes on. Invoke it again when that has ended." },
  paused: { status: 422, code: "function_skipped", message: "The function is paused. Resume it, then invoke it again." },
};

export function serveV2Rest(api: OpenAPIHono, place: NodePlace, operations: () => readonly object[]): void {
  const { now } = place;
  const account = z.object({ id: z.uuid(), name: z.string(), email: z.string(), createdAt: date, updatedAt: date });
  serve(
    api,
    { ...get, path: "/v2/account", name: "getAccount", summary: "The one account of this engine", answer: v2Of(account) },
    async () => {
      const at = formatIso(0);
      return v2Answer({ id: "00000000-0000-4000-a000-000000000000", name: "local", email: "", createdAt: at, updatedAt: at }, now());
    },
  );
  const health = z.object({ status: z.literal("ok") });
  serve(
    api,
    {
      ...get,
      path: "/v2/health",
      name: "getHealth",
      summary: "Whether the engine takes anything in",
      answer: v2Of(health),
    },
    async () => {
      const message = await problemOf(place);
      if (message !== undefined) throw new Refused({ status: 503, code: "unavailable", message });
      return v2Answer({ status: "ok" }, now());
    },
  );
  const operation = z.object({ operationId: z.string(), method: z.string(), path: z.string(), summary: z.string() });
  serve(
    api,
    { ...get, path: "/v2/operations", name: "listOperations", summary: "What can be asked", answer: v2Of(z.array(operation)) },
    async () => v2Answer(operations(), now()),
  );
}
