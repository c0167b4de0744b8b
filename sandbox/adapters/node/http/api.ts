// The HTTP interface of the Node place, as one Hono app: who may ask, then whose route it is. What an SDK calls on its way stands
// ready; REST, the trace's API and their schemas are loaded when somebody first asks, so that the engine is ready sooner.
// Boundary: no server here; whoever composes the place serves the app.
import { Hono, type Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Keys, NodePlace } from "../ports.ts";
import { guard, type Where } from "./guard.ts";
import { serveInngest } from "./inngest.ts";
import { checkKeys } from "./keys.ts";
import { servePage } from "./page.ts";
import { badRequest, notFound, refuse } from "./refusal.ts";

export type ApiOptions = Where & {
  readonly keys?: Keys;
  readonly port: number;
  /** The built trace interface; without it `/` says how to build it. */
  readonly traceFolder?: string;
  readonly mcp?: (request: Request) => Promise<Response>;
};

const LATER = ["/v1/*", "/v2/*", "/api/v2/*", "/trace/*", "/openapi.json"];
const OURS = /^\/(e|fn|dev|health|invoke|v\d|api|trace|mcp|openapi\.json)(\/|$)/;

export function createApi(place: NodePlace, options: ApiOptions): Hono {
  const app = new Hono();
  const keys = checkKeys(options.keys);
  const isKeyed = (options.keys?.signingKeys.length ?? 0) + (options.keys?.eventKeys.length ?? 0) > 0;
  app.use(guard(options, keys.kind === "cloud"));
  app.onError((error, c) => broken(error, c, place));
  serveInngest(app, place, keys);

  let loaded: Promise<{ fetch(request: Request): Response | Promise<Response> }> | undefined;
  const rest = (): NonNullable<typeof loaded> =>
    (loaded ??= import("./rest/rest.ts").then(
      ({ createRest }) => createRest(place, { isKeyed }),
      (error: unknown) => {
        loaded = undefined;
        throw error;
      },
    ));
  for (const path of ["/v2/*", "/api/v2/*", "/trace/*", "/mcp"]) app.use(path, keys.signed);
  for (const path of LATER) app.all(path, async (c) => (await rest()).fetch(c.req.raw));

  const { mcp } = options;
  if (mcp !== undefined) app.all("/mcp", (c) => mcp(c.req.raw));
  app.use("/", keys.signed);
  app.get("*", async (c, next) => (OURS.test(c.req.path) ? next() : keys.signed(c, next)));
  servePage(app, options.traceFolder, (path) => OURS.test(path));
  app.notFound((c) =>
    refuse(c.req.path, notFound(`This engine does not serve ${c.req.method} ${c.req.path.slice(0, 200)}. See /openapi.json.`)),
  );
  return app;
}

// What gets here is a defect, but for a request that breaks off and a store that takes or tells nothing more.
function broken(error: Error, c: Context, { store }: NodePlace): Response {
  if ("code" in error && /^(store|engine)-/.test(String(error.code)))
    return refuse(c.req.path, { status: 503, code: "unavailable", message: store.failure?.() ?? error.message });
  // Built anew under a running engine, the files have other names.
  if ("code" in error && error.code === "ERR_MODULE_NOT_FOUND")
    return refuse(c.req.path, {
      status: 503,
      code: "unavailable",
      message: "The engine's files have changed since it started. Start it again.",
    });
  if (error instanceof HTTPException) return refuse(c.req.path, { ...badRequest(error.message), status: error.status });
  return refuse(c.req.path, { status: 500, code: "internal_error", message: `The engine made a mistake: ${error.message}` });
}
