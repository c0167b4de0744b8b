// v2's view of functions and apps (protocol.md 6.4): the configuration as it was registered, under the names that v2 has for it.
import { z } from "@hono/zod-openapi";
import type { JsonObject } from "../../../../log/json.ts";
import { LIMITS } from "../../../../protocol/limits.ts";
import { objectOr } from "../../../../protocol/shape.ts";
import type { FunctionRow } from "../../reads.ts";
import { publicId } from "./v2-schemas.ts";

export const v2Function = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    isPaused: z.boolean(),
    isArchived: z.boolean(),
    app: z.object({ id: z.string() }),
    triggers: z.array(z.object({ type: z.enum(["EVENT", "CRON"]), value: z.string(), condition: z.string().optional() })),
    configuration: z.looseObject({ retries: z.object({ value: z.int(), isDefault: z.boolean() }) }),
  })
  .openapi("FunctionV2");

export const v2App = z
  .object({ id: z.string(), name: z.string(), url: z.string(), sdk: z.string(), functionCount: z.int() })
  .openapi("AppV2");

/** Names in a registration, and in v2. */
const NAMES = {
  concurrency: "concurrency",
  rateLimit: "rateLimit",
  throttle: "throttle",
  debounce: "debounce",
  singleton: "singleton",
  priority: "priority",
  batchEvents: "eventsBatch",
  cancel: "cancellations",
  idempotency: "idempotency",
  timeouts: "timeouts",
} as const;

export function toV2Function(fn: FunctionRow): object {
  const { id: slug, app, name, paused, config } = fn;
  return {
    id: publicId(slug, app),
    name,
    slug,
    isPaused: paused,
    // A function that its app registers no more is not listed at all.
    isArchived: false,
    app: { id: app },
    triggers: triggersOf(config),
    configuration: { ...limitsOf(config), retries: retriesOf(config) },
  };
}

function triggersOf(config: JsonObject): readonly object[] {
  const triggers = Array.isArray(config["triggers"]) ? (config["triggers"] as readonly JsonObject[]) : [];
  return triggers.map(({ event, cron, expression }) => {
    if (typeof cron === "string" && cron !== "") return { type: "CRON", value: cron };
    return { type: "EVENT", value: String(event), ...(typeof expression === "string" ? { condition: expression } : {}) };
  });
}

function limitsOf(config: JsonObject): JsonObject {
  const entries = Object.entries(NAMES).flatMap(([from, to]) => {
    const value = config[from];
    return value === undefined || value === null ? [] : [[to, value] as const];
  });
  return Object.fromEntries(entries);
}

function retriesOf(config: JsonObject): { readonly value: number; readonly isDefault: boolean } {
  const [step] = Object.values(objectOr(config["steps"]) ?? {});
  const attempts = objectOr(objectOr(step)?.["retries"])?.["attempts"];
  if (typeof attempts !== "number") return { value: LIMITS.defaultRetries, isDefault: true };
  return { value: Math.min(LIMITS.retries, Math.max(0, Math.floor(attempts))), isDefault: false };
}
