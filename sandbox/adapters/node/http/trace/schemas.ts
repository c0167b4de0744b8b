// The trace's answers as schemas: the rows of the read model (`../../reads.ts`), facts, and entries of the wire.
import { z } from "@hono/zod-openapi";
import { anyJson } from "../rest/common.ts";

export const STATUSES = ["queued", "running", "sleeping", "waiting", "retrying", "completed", "failed", "cancelled"] as const;
export const runStatus = z.enum(STATUSES).openapi("RunStatus");
const at = z.number().openapi({ description: "Milliseconds since 1970." });
const jsonObject = z.record(z.string(), anyJson);

export const runRow = z
  .object({
    runId: z.string(),
    fn: z.string(),
    status: runStatus,
    cause: z.enum(["event", "cron", "invoke", "rerun", "batch"]),
    eventIds: z.array(z.string()),
    eventName: z.string(),
    createdAt: at,
    startedAt: at.optional(),
    endedAt: at.optional(),
    output: anyJson.optional(),
    error: z.looseObject({ name: z.string(), message: z.string(), stack: z.string().optional() }).optional(),
    steps: z.int(),
    until: at.optional(),
  })
  .openapi("RunRow");

export const eventRow = z
  .object({
    eventId: z.string(),
    name: z.string(),
    data: jsonObject,
    ts: at,
    id: z.string(),
    user: jsonObject,
    receivedAt: at,
    source: z.string(),
    runs: z.array(z.object({ runId: z.string(), fn: z.string(), status: runStatus })),
    unmatched: z.object({ suggestion: z.string().optional() }).optional(),
  })
  .openapi("EventRow");

export const functionRow = z
  .object({
    id: z.string(),
    name: z.string(),
    triggers: z.array(z.string()),
    config: jsonObject,
    app: z.string(),
    url: z.string(),
    paused: z.boolean(),
    counts: z.partialRecord(runStatus, z.int()),
  })
  .openapi("FunctionRow");

export const appView = z
  .object({
    url: z.string(),
    state: z.enum(["unknown", "registered", "unreachable", "refused"]),
    problem: z.string().optional(),
    lastSeenAt: at.optional(),
  })
  .openapi("AppView");

export const fact = z.looseObject({ seq: z.int(), t: at, type: z.string() }).openapi("Fact");

export const wireEntry = z
  .object({
    n: z.int(),
    t: at,
    direction: z.enum(["engine-to-app", "app-to-engine"]),
    method: z.string(),
    path: z.string(),
    callId: z.string().optional(),
    requestBody: z.string(),
    status: z.int().optional(),
    responseBody: z.string().optional(),
  })
  .openapi("WireEntry");

export const pageOf = (row: z.ZodType) => z.object({ rows: z.array(row), cursor: z.string().optional(), total: z.int() });
