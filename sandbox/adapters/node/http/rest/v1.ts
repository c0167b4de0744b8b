// REST v1 (protocol.md 6.2). It answers rightly where the real server does not: nothing is cached, a sleeping or retrying run is
// running, a checkpointing run has its output, and an error is an error's status.
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import { functionUuid } from "../../../../protocol/call.ts";
import type { JsonObject } from "../../../../log/json.ts";
import { toEngine } from "../door.ts";
import type { NodePlace } from "../../ports.ts";
import { notFound, refuse } from "../refusal.ts";
import { anyJson, cursor, date, id, instant, limit } from "./common.ts";
import { given } from "./given.ts";
import { pageWithin } from "./pages.ts";
import { pendingJobs } from "./pending-jobs.ts";
import { describe, Refused, serve } from "./route.ts";
import { toV1Event, toV1Run, v1Answer, v1Event, v1Of, v1Run } from "./v1-schemas.ts";
import { eventsAfter } from "./v1-paging.ts";

const UNKNOWN = { 404: "Nothing has this id." };
const byId = z.object({ id });
const get = { family: "v1", method: "get" } as const;

export function serveV1(api: OpenAPIHono, place: NodePlace): void {
  serveEvents(api, place);
  serveRuns(api, place);
  serveFunctions(api, place);
  serveByEngine(api, place);
  serveNot(api);
}

function serveEvents(api: OpenAPIHono, { store: { reads }, now }: NodePlace): void {
  const query = z.object({
    name: id.optional(),
    received_after: instant.optional(),
    received_before: instant.optional(),
    cursor: cursor.optional().openapi({ description: "The internal_id of the last event seen." }),
    limit: limit(100).optional(),
  });
  serve(
    api,
    { ...get, path: "/v1/events", name: "listEvents", summary: "Events, newest first", query, answer: v1Of(z.array(v1Event)) },
    async ({ query: asked }) => {
      const { name, received_after: after, received_before: until, cursor: last, limit: count = 20 } = asked;
      // "After" does not mean the instant itself.
      const since = after === undefined ? undefined : after + 1;
      const rows = await eventsAfter(reads, last, given({ name, since, until, limit: count }));
      return v1Answer(rows.map(toV1Event), now());
    },
  );

  const unknown = (eventId: string): Refused => new Refused(notFound(`No event ${eventId}`));
  serve(
    api,
    { ...get, path: "/v1/events/{id}", name: "getEvent", summary: "One event", params: byId, answer: v1Of(v1Event), refuses: UNKNOWN },
    async ({ params }) => {
      const event = await reads.event(params.id);
      if (event === undefined) throw unknown(params.id);
      return v1Answer(toV1Event(event), now());
    },
  );

  serve(
    api,
    {
      ...get,
      path: "/v1/events/{id}/runs",
      name: "listEventRuns",
      summary: "The runs that an event started",
      params: byId,
      answer: v1Of(z.array(v1Run)),
      refuses: UNKNOWN,
    },
    async ({ params }) => {
      if ((await reads.event(params.id)) === undefined) throw unknown(params.id);
      const { rows } = await pageWithin((query) => reads.runs({ eventId: params.id, ...given(query) }), { limit: 1000 });
      return v1Answer(rows.map(toV1Run), now());
    },
  );
}

function serveRuns(api: OpenAPIHono, { store: { reads }, now }: NodePlace): void {
  const unknown = (runId: string): Refused => new Refused(notFound(`No run ${runId}`));
  serve(
    api,
    { ...get, path: "/v1/runs/{id}", name: "getRunV1", summary: "One run", params: byId, answer: v1Of(v1Run), refuses: UNKNOWN },
    async ({ params }) => {
      const run = await reads.run(params.id);
      if (run === undefined) throw unknown(params.id);
      return v1Answer(toV1Run(run), now());
    },
  );

  const job = z
    .object({
      id: z.string(),
      at: z.string(),
      kind: z.enum(["start", "edge", "edge-error", "sleep", "pause"]),
      attempt: z.int(),
      position: z.int(),
    })
    .openapi("JobV1");
  serve(
    api,
    {
      ...get,
      path: "/v1/runs/{id}/jobs",
      name: "listRunJobs",
      summary: "What a run has yet to do, soonest first",
      params: byId,
      answer: v1Of(z.array(job)),
      refuses: UNKNOWN,
    },
    async ({ params }) => {
      const facts = await reads.runFacts(params.id);
      if (facts.length === 0) throw unknown(params.id);
      return v1Answer(pendingJobs(facts), now());
    },
  );
}

// A raw array, without the envelope (6.2).
function serveFunctions(api: OpenAPIHono, { store: { reads } }: NodePlace): void {
  const answer = z.array(z.looseObject({ id: z.uuid(), slug: z.string(), name: z.string() }));
  const params = z.object({ name: id });
  serve(
    api,
    {
      ...get,
      path: "/v1/apps/{name}/functions",
      name: "listAppFunctionsV1",
      summary: "The functions of an app, as it registered them",
      params,
      answer,
      refuses: { 404: "No app has this name." },
    },
    async ({ params: { name } }) => {
      const functions = (await reads.functions()).filter(({ app }) => app === name);
      if (functions.length === 0 && !(await reads.apps()).some(({ app }) => app === name)) throw new Refused(notFound(`No app ${name}`));
      return functions.map((fn): JsonObject => ({ ...fn.config, id: functionUuid(fn.id), slug: fn.id, name: fn.name }));
    },
  );
}

/** Routes whose answers are the engine's own words. */
function serveByEngine(api: OpenAPIHono, place: NodePlace): void {
  const runId = z.object({ id });
  describe(api, {
    family: "v1",
    method: "delete",
    path: "/v1/runs/{id}",
    name: "cancelRunV1",
    summary: "Cancels a run; one that has ended stays as it is",
    params: runId,
    refuses: UNKNOWN,
  });
  const signal = z.object({ signal: z.string(), data: anyJson });
  const signalled = z.object({ data: z.object({ run_id: z.string() }), metadata: z.object({ fetched_at: z.string() }) });
  describe(api, {
    family: "v1",
    method: "post",
    path: "/v1/signals",
    name: "sendSignal",
    summary: "Resumes the run that waits for a signal",
    body: signal,
    answer: signalled,
    refuses: { 404: "Nobody waits for it.", 500: "The signal has no name." },
  });
  const cancellation = z.object({
    app_id: z.string().optional(),
    function_id: z.string(),
    started_before: z.string(),
    started_after: z.string().optional(),
    if: z.string().optional(),
  });
  describe(api, {
    family: "v1",
    method: "post",
    path: "/v1/cancellations",
    name: "cancelRuns",
    summary: "Cancels every unfinished run of a function in a window of time",
    body: cancellation,
    answer: z.object({ data: z.looseObject({ id: z.string(), cancelled: z.array(z.string()) }) }),
  });
  describeCancellationList(api);
  api.delete("/v1/runs/:id", (c) => toEngine(place, c));
  for (const path of ["/v1/cancellations", "/v1/cancellations/*"]) api.all(path, (c) => toEngine(place, c));
}

function describeCancellationList(api: OpenAPIHono): void {
  const cancellation = z.object({
    id: z.string(),
    function_id: z.string(),
    created_at: date,
    started_after: date.nullable(),
    started_before: date,
    if: z.string().nullable(),
    cancelled: z.int(),
  });
  const params = z.object({ id });
  const refuses = { 404: "There is no such cancellation." } as const;
  const list = { family: "v1", method: "get", path: "/v1/cancellations", name: "listCancellations" } as const;
  describe(api, { ...list, summary: "Bulk cancellations, newest first", answer: z.object({ data: z.array(cancellation) }) });
  const one = { family: "v1", path: "/v1/cancellations/{id}", params, refuses } as const;
  describe(api, { ...one, method: "get", name: "getCancellation", summary: "One of them", answer: z.object({ data: cancellation }) });
  describe(api, { ...one, method: "delete", name: "deleteCancellation", summary: "Takes one off the list; brings no run back" });
}

// Told as such rather than as unknown: somebody who asks has read of them.
function serveNot(api: OpenAPIHono): void {
  const not: readonly (readonly [path: string, why: string])[] = [
    ["/v1/runs/:id/metadata", "Metadata of runs is not kept here."],
    ["/v1/prom/*", "There is no endpoint for Prometheus here."],
    ["/v1/traces/*", "Traces of other systems are not kept here. Read runs by /v2/runs/{id}/trace."],
    ["/v1/realtime/*", "Realtime channels are not served here. Follow the facts by /trace/stream."],
  ];
  for (const [path, message] of not) api.all(path, (c) => refuse(c.req.path, { status: 501, code: "not_served", message }));
}
