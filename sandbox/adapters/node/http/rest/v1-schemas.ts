// What REST v1 answers (protocol.md 6.2): its envelope, and the words it has for events and runs.
import { z } from "@hono/zod-openapi";
import { functionUuid } from "../../../../protocol/call.ts";
import { formatIso } from "../../../../protocol/date.ts";
import type { Instant } from "../../../../log/facts.ts";
import type { Json, JsonObject } from "../../../../log/json.ts";
import { assertNever } from "../../../../protocol/shape.ts";
import type { EventRow, RunRow, RunStatus } from "../../reads.ts";
import { anyJson, date } from "./common.ts";

/** There is one account and one environment here, and they have the names that a dev server gives them. */
const ACCOUNT = "00000000-0000-4000-a000-000000000000";
const ENVIRONMENT = "00000000-0000-4000-b000-000000000000";

export const v1Run = z
  .object({
    run_id: z.string(),
    run_started_at: date,
    function_id: z.uuid(),
    function_version: z.int(),
    environment_id: z.uuid(),
    event_id: z.string(),
    status: z.enum(["Scheduled", "Running", "Completed", "Failed", "Cancelled"]),
    ended_at: date.nullable(),
    output: anyJson,
  })
  .openapi("RunV1");

export const v1Event = z
  .object({
    internal_id: z.string(),
    account_id: z.uuid(),
    environment_id: z.uuid(),
    source: z.string(),
    source_id: z.null(),
    received_at: date,
    id: z.string(),
    name: z.string(),
    data: z.record(z.string(), anyJson),
    user: z.record(z.string(), anyJson),
    ts: z.number(),
    v: z.string().optional(),
  })
  .openapi("EventV1");

/** Nothing is cached, so `cached_until` is the instant of reading. */
export const v1Of = (data: z.ZodType) => z.object({ data, metadata: z.object({ fetched_at: date, cached_until: date }) });

export function v1Answer<T>(data: T, now: Instant): { data: T; metadata: { fetched_at: string; cached_until: string } } {
  const at = formatIso(now);
  return { data, metadata: { fetched_at: at, cached_until: at } };
}

export function toV1Run(run: RunRow): JsonObject {
  return {
    run_id: run.runId,
    run_started_at: formatIso(run.startedAt ?? run.createdAt),
    function_id: functionUuid(run.fn),
    // As a dev server tells it in every run.
    function_version: 0,
    environment_id: ENVIRONMENT,
    event_id: run.eventIds[0] ?? "",
    status: v1Status(run.status),
    ended_at: run.endedAt === undefined ? null : formatIso(run.endedAt),
    output: outputOf(run),
  };
}

/** What the function returned, or the error that ended it; null as long as there is neither. */
export function outputOf({ output, error }: Pick<RunRow, "output" | "error">): Json {
  return (error as JsonObject | undefined) ?? output ?? null;
}

// A run that sleeps, waits or will be tried again is running, where the real server says Completed or Failed (6.2).
function v1Status(status: RunStatus): string {
  switch (status) {
    case "queued":
      return "Scheduled";
    case "running":
    case "sleeping":
    case "waiting":
    case "retrying":
      return "Running";
    case "completed":
      return "Completed";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Cancelled";
    default:
      return assertNever(status);
  }
}

export function toV1Event({ eventId, receivedAt, source, id, name, data, user, ts, v }: EventRow): JsonObject {
  return {
    internal_id: eventId,
    account_id: ACCOUNT,
    environment_id: ENVIRONMENT,
    source,
    source_id: null,
    received_at: formatIso(receivedAt),
    id,
    name,
    data,
    user,
    ts,
    ...(v === undefined ? {} : { v }),
  };
}
