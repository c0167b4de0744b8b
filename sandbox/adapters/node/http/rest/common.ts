// Shapes that all routes of REST and the trace share: pages, instants, refusals.
import { z } from "@hono/zod-openapi";
import { parseDate } from "../../../../protocol/date.ts";

export type Family = "engine" | "v1" | "v2" | "trace";

export const anyJson = z.unknown().openapi({ description: "Any JSON value." });

/** An instant that somebody asks about: milliseconds, or a date of ISO 8601. */
export const instant = z
  .string()
  .transform((text, context) => {
    const at = /^\d{1,15}$/.test(text) ? Number(text) : parseDate(text);
    if (at !== undefined) return at;
    context.addIssue({ code: "custom", message: "write milliseconds since 1970 or a date such as 2026-11-20T13:57:09Z" });
    return z.NEVER;
  })
  .openapi({ type: "string", description: "Milliseconds since 1970, or ISO 8601." });

export const limit = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from 1 to ${most}`)
    .transform(Number)
    .refine((count) => count >= 1 && count <= most, `a whole number from 1 to ${most}`)
    .openapi({ type: "integer", minimum: 1, maximum: most });

export const flag = z
  .enum(["true", "false", "1", "0"])
  .transform((text) => text === "true" || text === "1")
  .openapi({ type: "boolean" });

export const cursor = z.string().min(1).max(500).openapi({ description: "What the page before gave." });
export const text = z.string().max(1000);
export const id = z.string().min(1).max(200);
export const date = z.iso.datetime().openapi({ description: "ISO 8601, UTC." });

const plain = z.object({ error: z.string(), status: z.int() }).openapi("Problem");
const problem = {
  engine: plain,
  trace: plain,
  v1: z.object({ error: z.string(), data: z.null(), status: z.int() }).openapi("ProblemV1"),
  v2: z.object({ errors: z.array(z.object({ code: z.string(), message: z.string() })) }).openapi("ProblemV2"),
} as const;

type Refusals = { [status: number]: { description: string; content: { "application/json": { schema: z.ZodType } } } };

/** The answers other than the good one. */
export function refusals(family: Family, more: { readonly [status: number]: string }): Refusals {
  const all: { readonly [status: number]: string } = {
    400: "The request is wrong; the answer says where.",
    401: "A signing key is needed.",
    403: "Another host or origin asks.",
    503: "The engine has stopped, or its storage has failed.",
    ...more,
  };
  const schema = problem[family];
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [status, { description, content: { "application/json": { schema } } }]),
  );
}
