// One description per route: it validates what is asked and it is what `/openapi.json` says. A handler gets typed input and
// gives the answer's body, or throws `Refused` with the words to send.
import type { OpenAPIHono, RouteConfig, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Json } from "../../../../log/json.ts";
import { parseJson } from "../../../../protocol/shape.ts";
import { bodyOf } from "../door.ts";
import { badRequest, refuse, type Refusal } from "../refusal.ts";
import { refusals, type Family } from "./common.ts";

/** Thrown by a handler to turn a request down. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "Refused";
    this.refusal = refusal;
  }
}

export type Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly family: Family;
  readonly method: "get" | "post" | "delete";
  /** With parameters in braces: `/v1/events/{id}`. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What a good answer looks like; none: an answer without a body. */
  readonly answer?: z.ZodType;
  /** Statuses of refusals beside 400, and what they mean. */
  readonly refuses?: { readonly [status: number]: string };
};

export type Asked<P, Q, B> = { readonly params: P; readonly query: Q; readonly body: B; readonly c: Context };

/** Says that the route exists, for routes whose words the engine itself decides. */
export function describe<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(api: OpenAPIHono, route: Route<P, Q, B>): void {
  const { params, query, body, answer } = route;
  const good = answer === undefined ? {} : { content: { "application/json": { schema: answer } } };
  const request = {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body: { content: { "application/json": { schema: body } } } }),
  };
  api.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    operationId: route.name,
    summary: route.summary,
    tags: [route.family],
    request: request as unknown as NonNullable<RouteConfig["request"]>,
    responses: { 200: { description: "Done.", ...good }, ...refusals(route.family, route.refuses ?? {}) },
  });
}

/** Serves the route and describes it. Routes of v2 are at `/api/v2` as well. */
export function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  api: OpenAPIHono,
  route: Route<P, Q, B>,
  handle: (asked: Asked<z.output<P>, z.output<Q>, z.output<B>>) => Promise<object | Response>,
): void {
  describe(api, route);
  const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
  const paths = route.family === "v2" ? [path, `/api${path}`] : [path];
  api.on(route.method.toUpperCase(), paths, async (c) => {
    try {
      const params = read(route.params, c.req.param(), "path");
      const query = read(route.query, queryOf(c), "query");
      const body = await readJson(route, c);
      const answer = await handle({ params, query, body, c });
      return answer instanceof Response ? answer : c.json(answer);
    } catch (error) {
      if (error instanceof Refused) return refuse(c.req.path, error.refusal);
      if (isBadCursor(error)) return refuse(c.req.path, badRequest(`query.cursor: ${error.message}`));
      throw error;
    }
  });
}

const isBadCursor = (error: unknown): error is Error => error instanceof Error && "code" in error && error.code === "bad-cursor";

function queryOf(c: Context): { readonly [name: string]: string } {
  const lists = c.req.queries();
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.join(",")]));
}

async function readJson<B extends z.ZodType>(
  { body: schema, family, method }: { body?: B; family: Family; method: string },
  c: Context,
): Promise<z.output<B>> {
  if (method !== "post") return read(schema, {}, "body");
  const type = c.req.header("content-type") ?? "";
  const text = schema === undefined ? "" : await bodyOf(c);
  if (typeof text !== "string")
    throw new Refused(badRequest(((await text.json()) as { error?: string }).error ?? "The body is not readable."));
  if (!/^application\/([\w.-]+\+)?json *(;|$)/i.test(type) && (family === "trace" || text !== ""))
    throw new Refused({
      status: 415,
      code: "unsupported_media_type",
      message: "Send JSON: add the header `content-type: application/json`.",
    });
  const value: Json | undefined = text.trim() === "" ? {} : parseJson(text);
  if (value === undefined) throw new Refused(badRequest("The body is not JSON."));
  return read(schema, value, "body");
}

function read<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): z.output<S> {
  if (schema === undefined) return undefined as z.output<S>;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.slice(0, 5).map(({ path, message }) => `${[where, ...path].map(String).join(".")}: ${message}`);
  throw new Refused(badRequest(problems.join("; ").slice(0, 1000)));
}
