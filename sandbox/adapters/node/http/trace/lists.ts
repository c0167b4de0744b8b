// What the trace interface reads: runs, events, functions, and the place itself (`../../trace-api.ts`).
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { NodePlace } from "../../ports.ts";
import type { RunStatus } from "../../reads.ts";
import type { About, FunctionsAnswer, RunAnswer } from "../../trace-api.ts";
import { notFound } from "../refusal.ts";
import { cursor, flag, id, instant, limit, text } from "../rest/common.ts";
import { Refused, serve } from "../rest/route.ts";
import { lastSeqOf } from "../stream.ts";
import { given } from "../rest/given.ts";
import { pageWithin } from "../rest/pages.ts";
import { briefEvent, briefRun } from "./brief.ts";
import { appView, eventRow, fact, functionRow, pageOf, runRow, STATUSES, wireEntry } from "./schemas.ts";

const statuses = z
  .string()
  .transform((list, context): readonly RunStatus[] => {
    const words = list.split(",").filter((word) => word !== "");
    const known = words.filter(isStatus);
    if (known.length === words.length) return known;
    context.addIssue({ code: "custom", message: `one or more of ${STATUSES.join(", ")}, with commas between` });
    return z.NEVER;
  })
  .openapi({ type: "string", description: `Some of ${STATUSES.join(", ")}, with commas between.` });
const isStatus = (word: string): word is RunStatus => (STATUSES as readonly string[]).includes(word);

const page = { since: instant.optional(), until: instant.optional(), cursor: cursor.optional(), limit: limit(400).optional() };
const brief = flag.optional().openapi({ description: "true: outputs, data and errors are cut to what one line of a list shows." });
const byId = z.object({ id });

const UNKNOWN = { 404: "Nothing has this id." };
const get = { family: "trace", method: "get" } as const;

export function serveLists(api: OpenAPIHono, place: NodePlace, isKeyed: boolean): void {
  serveRuns(api, place);
  serveEvents(api, place);
  servePlace(api, place, isKeyed);
}

function serveRuns(api: OpenAPIHono, { store: { reads }, wire }: NodePlace): void {
  const runQuery = z.strictObject({
    fn: id.optional(),
    status: statuses.optional(),
    text: text.optional(),
    event: id.optional(),
    brief,
    ...page,
  });
  serve(
    api,
    {
      ...get,
      path: "/trace/runs",
      name: "traceRuns",
      summary: "Runs, newest first",
      query: runQuery,
      answer: pageOf(runRow),
    },
    ({ query: { event, brief: isBrief = false, ...query } }) =>
      pageWithin(async (part) => {
        const found = await reads.runs(given({ ...part, eventId: event }));
        return isBrief ? { ...found, rows: found.rows.map(briefRun) } : found;
      }, query),
  );

  const runAnswer = z.object({ run: runRow, facts: z.array(fact), wire: z.array(wireEntry) });
  serve(
    api,
    {
      ...get,
      path: "/trace/runs/{id}",
      name: "traceRun",
      summary: "One run with its facts and its calls",
      params: byId,
      answer: runAnswer,
      refuses: UNKNOWN,
    },
    async ({ params }): Promise<RunAnswer> => {
      const [run, facts] = await Promise.all([reads.run(params.id), reads.runFacts(params.id)]);
      if (run === undefined) throw new Refused(notFound(`There is no run ${params.id}. It may have been pruned.`));
      return { run, facts, wire: wire(params.id) };
    },
  );
}

function serveEvents(api: OpenAPIHono, { store: { reads } }: NodePlace): void {
  const eventQuery = z.strictObject({ name: id.optional(), text: text.optional(), internal: flag.optional(), brief, ...page });
  serve(
    api,
    {
      ...get,
      path: "/trace/events",
      name: "traceEvents",
      summary: "Events, newest first",
      query: eventQuery,
      answer: pageOf(eventRow),
    },
    ({ query: { brief: isBrief = false, ...query } }) =>
      pageWithin(async (part) => {
        const found = await reads.events(given(part));
        return isBrief ? { ...found, rows: found.rows.map(briefEvent) } : found;
      }, query),
  );

  serve(
    api,
    {
      ...get,
      path: "/trace/events/{id}",
      name: "traceEvent",
      summary: "One event with its runs",
      params: byId,
      answer: eventRow,
      refuses: UNKNOWN,
    },
    async ({ params }) => {
      const event = await reads.event(params.id);
      if (event === undefined) throw new Refused(notFound(`There is no event ${params.id}.`));
      return event;
    },
  );
}

function servePlace(api: OpenAPIHono, { store, apps, now, version }: NodePlace, isKeyed: boolean): void {
  const functions = z.object({ functions: z.array(functionRow), apps: z.array(appView) });
  serve(
    api,
    {
      ...get,
      path: "/trace/functions",
      name: "traceFunctions",
      summary: "Functions, and the apps that the place asks",
      answer: functions,
    },
    async (): Promise<FunctionsAnswer> => ({ functions: await store.reads.functions(), apps: apps.list() }),
  );

  const about = z.object({ version: z.string(), where: z.string(), now: z.number(), keys: z.boolean(), lastSeq: z.int() });
  serve(api, { ...get, path: "/trace/about", name: "traceAbout", summary: "This engine", answer: about }, async (): Promise<About> => ({
    version,
    where: store.where,
    now: now(),
    keys: isKeyed,
    lastSeq: await lastSeqOf(store),
  }));
}
