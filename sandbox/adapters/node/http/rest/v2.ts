// REST v2 (protocol.md 6.4), also under `/api/v2`. It answers rightly where the real server does not: the status of a run that
// sleeps or retries, and when a run ended.
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import { toEngine } from "../door.ts";
import type { NodePlace } from "../../ports.ts";
import type { FunctionRow, Reads } from "../../reads.ts";
import { notFound } from "../refusal.ts";
import { anyJson, flag, id, limit, cursor } from "./common.ts";
import { given } from "./given.ts";
import { describe, Refused, serve } from "./route.ts";
import { listRuns, runListQuery } from "./v2-run-list.ts";
import { v2Answer, v2List, v2ListOf, v2Of, v2Run, toV2Run } from "./v2-schemas.ts";
import { traceOf, v2Trace } from "./v2-trace.ts";

const UNKNOWN = { 404: "Nothing has this id." };
const byId = z.object({ id });
const get = { family: "v2", method: "get" } as const;

export function serveV2Runs(api: OpenAPIHono, place: NodePlace): void {
  serveLists(api, place);
  serveOne(api, place);
  serveByEngine(api, place);
}

/** A run's function under the names that v2 has for it. */
type Named = (fn: string) => FunctionRow | undefined;
async function namesIn(reads: Reads): Promise<Named> {
  const bySlug = new Map((await reads.functions()).map((fn) => [fn.id, fn]));
  return (fn) => bySlug.get(fn);
}

function serveLists(api: OpenAPIHono, { now, store: { reads } }: NodePlace): void {
  serve(
    api,
    {
      ...get,
      path: "/v2/runs",
      name: "listRuns",
      summary: "Runs, newest first",
      query: runListQuery,
      answer: v2ListOf(v2Run),
      refuses: UNKNOWN,
    },
    async ({ query }) => {
      const page = await listRuns(reads, await reads.functions(), query);
      const named = await namesIn(reads);
      const rows = page.rows.map((run) => toV2Run(run, named(run.fn), query));
      return v2List({ ...given({ cursor: page.cursor }), rows }, query.limit ?? 20, now());
    },
  );

  const page = z.object({ cursor: cursor.optional(), limit: limit(40).optional(), includeOutput: flag.optional() });
  serve(
    api,
    {
      ...get,
      path: "/v2/events/{id}/runs",
      name: "getEventRuns",
      summary: "The runs that an event started",
      params: byId,
      query: page,
      answer: v2ListOf(v2Run),
      refuses: UNKNOWN,
    },
    async ({ params, query }) => {
      if ((await reads.event(params.id)) === undefined) throw new Refused(notFound(`No event ${params.id}`));
      const named = await namesIn(reads);
      const count = query.limit ?? 20;
      const found = await reads.runs(given({ eventId: params.id, cursor: query.cursor, limit: count }));
      const rows = found.rows.map((run) => toV2Run(run, named(run.fn), query));
      return v2List({ ...given({ cursor: found.cursor }), rows }, count, now());
    },
  );
}

function serveOne(api: OpenAPIHono, { now, store: { reads } }: NodePlace): void {
  const unknown = (runId: string): Refused => new Refused(notFound(`No run ${runId}`));
  const withOutput = z.object({ includeOutput: flag.optional() });
  serve(
    api,
    {
      ...get,
      path: "/v2/runs/{id}",
      name: "getRun",
      summary: "One run",
      params: byId,
      query: withOutput,
      answer: v2Of(v2Run),
      refuses: UNKNOWN,
    },
    async ({ params, query }) => {
      const run = await reads.run(params.id);
      if (run === undefined) throw unknown(params.id);
      return v2Answer(toV2Run(run, (await namesIn(reads))(run.fn), query), now());
    },
  );

  serve(
    api,
    {
      ...get,
      path: "/v2/runs/{id}/trace",
      name: "getRunTrace",
      summary: "A run's steps and their attempts",
      params: byId,
      query: withOutput,
      answer: v2Of(v2Trace),
      refuses: UNKNOWN,
    },
    async ({ params, query }) => {
      const facts = await reads.runFacts(params.id);
      const trace = traceOf(facts, query);
      if (trace === undefined) throw unknown(params.id);
      return v2Answer(trace, now());
    },
  );
}

/** The engine words the answers of what changes a run (protocol.md 6.5). */
function serveByEngine(api: OpenAPIHono, place: NodePlace): void {
  const answer = z.object({ data: z.object({ runId: z.string() }) });
  const fromStep = z.object({ stepId: z.string(), input: z.union([z.array(anyJson), z.string()]).optional() });
  describe(api, {
    family: "v2",
    method: "post",
    path: "/v2/runs/{id}/rerun",
    name: "rerun",
    summary: "Starts a new run with the same events, from the top or from a step",
    params: byId,
    body: z.object({ fromStep: fromStep.optional() }),
    answer,
    refuses: UNKNOWN,
  });
  describe(api, {
    family: "v2",
    method: "post",
    path: "/v2/runs/{id}/cancel",
    name: "cancelRun",
    summary: "Cancels a run",
    params: byId,
    answer,
    refuses: { ...UNKNOWN, 409: "The run has already ended." },
  });
  for (const verb of ["rerun", "cancel"]) api.on("POST", [`/v2/runs/:id/${verb}`, `/api/v2/runs/:id/${verb}`], (c) => toEngine(place, c));
}
