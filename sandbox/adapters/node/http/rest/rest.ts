// REST v1 and v2, the trace's API, and the document that describes them all: loaded when first asked for.
import { OpenAPIHono } from "@hono/zod-openapi";
import type { NodePlace } from "../../ports.ts";
import { notFound, refuse } from "../refusal.ts";
import { serveActions } from "../trace/actions.ts";
import { serveLists } from "../trace/lists.ts";
import { serveStream } from "../trace/stream-route.ts";
import { describeEngineRoutes } from "./engine-routes.ts";
import { serveV1 } from "./v1.ts";
import { serveV2Apps, serveV2Rest, serveV2Starts } from "./v2-doing.ts";
import { serveV2Runs } from "./v2.ts";

export function createRest(place: NodePlace, { isKeyed }: { readonly isKeyed: boolean }): OpenAPIHono {
  const api = new OpenAPIHono();
  describeEngineRoutes(api);
  serveV1(api, place);
  serveV2Runs(api, place);
  serveV2Apps(api, place);
  serveV2Starts(api, place);
  serveV2Rest(api, place, () => operationsOf(api));
  serveLists(api, place, isKeyed);
  serveActions(api, place);
  serveStream(api, place);
  // Asked for only where the engine was started with one.
  api.openAPIRegistry.registerComponent("securitySchemes", "signingKey", { type: "http", scheme: "bearer" });
  const info = { title: "The engine's HTTP interface", version: place.version };
  let document: string | undefined;
  api.get("/openapi.json", (c) => {
    document ??= JSON.stringify(api.getOpenAPI31Document({ openapi: "3.1.0", info, security: [{}, { signingKey: [] }] }));
    return c.body(document, 200, { "content-type": "application/json" });
  });
  api.notFound((c) =>
    refuse(c.req.path, notFound(`This engine does not serve ${c.req.method} ${c.req.path.slice(0, 200)}. See /openapi.json.`)),
  );
  api.onError((error) => {
    throw error;
  });
  return api;
}

function operationsOf(api: OpenAPIHono): readonly object[] {
  return api.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return [];
    const { operationId = "", method, path, summary = "" } = definition.route;
    return [{ operationId, method: method.toUpperCase(), path, summary }];
  });
}
