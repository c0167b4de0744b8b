// What REST v2 answers (protocol.md 6.4): its envelope, and the words it has for runs and functions. Lengths of time are text, as
// the real server's encoding of 64-bit numbers makes them; what has no value is left out.
import { z } from "@hono/zod-openapi";
import type { Instant } from "../../../../log/facts.ts";
import type { Json, JsonObject } from "../../../../log/json.ts";
import { formatIso } from "../../../../protocol/date.ts";
import { assertNever, isObject } from "../../../../protocol/shape.ts";
import type { FunctionRow, Page, RunRow, RunStatus } from "../../reads.ts";
import { anyJson, date } from "./common.ts";
import { outputOf } from "./v1-schemas.ts";

const metadata = z.object({ fetchedAt: date }).openapi("MetadataV2");
export const RUN_STATUSES = ["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"] as const;
export type V2Status = (typeof RUN_STATUSES)[number];
const runStatus = z.enum(RUN_STATUSES).openapi("RunStatusV2");
export const durationMs = z.string().regex(/^\d+$/);

export const v2Run = z
  .object({
    id: z.string(),
    app: z.object({ id: z.string() }),
    function: z.object({ id: z.string(), name: z.string(), slug: z.string() }),
    status: runStatus,
    queuedAt: date,
    startedAt: date.optional(),
    endedAt: date.optional(),
    durationMs: durationMs.optional(),
    trigger: z.object({ eventIds: z.array(z.string()), eventName: z.string(), isBatch: z.literal(true).optional() }),
    output: z.record(z.string(), anyJson).optional(),
  })
  .openapi("RunV2");

export const v2Of = (data: z.ZodType) => z.object({ data, metadata });
export const v2ListOf = (row: z.ZodType) =>
  z.object({ data: z.array(row), metadata, page: z.object({ cursor: z.string().optional(), hasMore: z.boolean(), limit: z.int() }) });

export const v2Answer = (data: object, now: Instant): object => ({ data, metadata: { fetchedAt: formatIso(now) } });

export function v2List({ rows, cursor }: Pick<Page<object>, "rows" | "cursor">, limit: number, now: Instant): object {
  const page = { ...(cursor === undefined ? {} : { cursor }), hasMore: cursor !== undefined, limit };
  return { data: rows, metadata: { fetchedAt: formatIso(now) }, page };
}

/** A slug without its app: `shop-pay` of the app `shop` is `pay` (protocol.md 6.4). */
export function publicId(slug: string, app: string): string {
  return slug.startsWith(`${app}-`) ? slug.slice(app.length + 1) : slug;
}

export function toV2Run(
  run: RunRow,
  fn: FunctionRow | undefined,
  { includeOutput = false }: { readonly includeOutput?: boolean | undefined },
): object {
  const { startedAt, endedAt, eventIds, eventName, cause } = run;
  // A function that has gone took its app's name with it; its slug begins with it.
  const app = fn?.app ?? run.fn.split("-")[0] ?? run.fn;
  const output = includeOutput ? objectFor(outputOf(run)) : undefined;
  return {
    id: run.runId,
    app: { id: app },
    function: { id: publicId(run.fn, app), name: fn?.name ?? run.fn, slug: run.fn },
    status: v2Status(run.status),
    queuedAt: formatIso(run.createdAt),
    ...(startedAt === undefined ? {} : { startedAt: formatIso(startedAt) }),
    ...(endedAt === undefined ? {} : { endedAt: formatIso(endedAt) }),
    ...(endedAt === undefined ? {} : { durationMs: String(endedAt - (startedAt ?? run.createdAt)) }),
    trigger: { eventIds, eventName, ...(cause === "batch" ? { isBatch: true } : {}) },
    ...(output === undefined ? {} : { output }),
  };
}

/** An output is an object there; any other value stands in one as `data`. */
export function objectFor(output: Json | undefined): JsonObject | undefined {
  if (output === undefined || output === null) return undefined;
  return isObject(output) ? output : { data: output };
}

/** A run that sleeps, waits or will be tried again is running (6.2: the real server says otherwise). */
export function v2Status(status: RunStatus): V2Status {
  switch (status) {
    case "queued":
      return "QUEUED";
    case "running":
    case "sleeping":
    case "waiting":
    case "retrying":
      return "RUNNING";
    case "completed":
      return "COMPLETED";
    case "failed":
      return "FAILED";
    case "cancelled":
      return "CANCELLED";
    default:
      return assertNever(status);
  }
}

export const STATUSES_OF: { readonly [status in V2Status]: readonly RunStatus[] } = {
  QUEUED: ["queued"],
  RUNNING: ["running", "sleeping", "waiting", "retrying"],
  COMPLETED: ["completed"],
  FAILED: ["failed"],
  CANCELLED: ["cancelled"],
};
