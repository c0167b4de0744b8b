// What the trace interface does: pause, resume, replay, a new app. Each is a request of JSON, so that no form of another page can make it.
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { NodePlace } from "../../ports.ts";
import type { AppView } from "../../reads.ts";
import { unknownFunction } from "../inngest.ts";
import { badRequest, notFound } from "../refusal.ts";
import { id, text } from "../rest/common.ts";
import { given } from "../rest/given.ts";
import { Refused, serve } from "../rest/route.ts";
import { appView } from "./schemas.ts";

const UNKNOWN = { 404: "No function has this slug.", 415: "The request is not JSON." };
const at = z.number().int().min(0).max(8.64e15);
const nothing = z.strictObject({});

export function serveActions(api: OpenAPIHono, { engine, store, apps }: NodePlace): void {
  async function requireFunction(slug: string): Promise<void> {
    const functions = await store.reads.functions();
    if (functions.some((fn) => fn.id === slug)) return;
    throw new Refused(
      notFound(
        unknownFunction(
          slug,
          functions.map((fn) => fn.id),
        ),
      ),
    );
  }

  for (const verb of ["pause", "resume"] as const)
    serve(
      api,
      {
        family: "trace",
        method: "post",
        path: `/trace/functions/{slug}/${verb}`,
        name: `${verb}Function`,
        summary: verb === "pause" ? "From now on no event starts a run of this function" : "Events start runs of this function again",
        params: z.object({ slug: id }),
        body: nothing,
        answer: z.object({ slug: z.string(), paused: z.boolean() }),
        refuses: UNKNOWN,
      },
      async ({ params: { slug } }) => {
        await requireFunction(slug);
        await (verb === "pause" ? engine.pauseFunction(slug) : engine.resumeFunction(slug));
        return { slug, paused: verb === "pause" };
      },
    );

  const replay = z.strictObject({ fn: id, since: at.optional(), until: at.optional(), error: text.min(1).optional() });
  serve(
    api,
    {
      family: "trace",
      method: "post",
      path: "/trace/replay",
      name: "replay",
      summary: "Runs every failed run of a function again",
      body: replay,
      answer: z.object({ runIds: z.array(z.string()) }),
      refuses: UNKNOWN,
    },
    async ({ body: { fn, since, until, error } }) => {
      await requireFunction(fn);
      return { runIds: await engine.replay(given({ fn, from: since, to: until, error })) };
    },
  );

  const app = z.strictObject({ url: z.string().max(2000) });
  serve(
    api,
    {
      family: "trace",
      method: "post",
      path: "/trace/apps",
      name: "addApp",
      summary: "Asks an app to register",
      body: app,
      answer: appView,
      refuses: { 415: "The request is not JSON." },
    },
    ({ body }): Promise<AppView> => apps.add(appUrl(body.url)),
  );
}

function appUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return url;
  throw new Refused(badRequest("body.url: the full address of the app's endpoint is needed, such as http://localhost:3000/api/inngest"));
}
