// GET /trace/stream: who resumes says where it stood, by `from` or by what the browser sends by itself.
import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { NodePlace } from "../../ports.ts";
import { Refused, serve } from "../rest/route.ts";
import { streamFacts } from "../stream.ts";

const HEADERS = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };

/** Each open page of a reader takes one. */
const MOST = 100;

export function serveStream(api: OpenAPIHono, place: NodePlace): void {
  let open = 0;
  const seq = z
    .string()
    .regex(/^\d{1,15}$/, "the number of a fact")
    .transform(Number)
    .openapi({ type: "integer", minimum: 0 });
  serve(
    api,
    {
      family: "trace",
      method: "get",
      path: "/trace/stream",
      name: "traceStream",
      summary: "Facts as they are stored, as server-sent events: `event: facts`, `id` the last number, `data` a list of facts",
      query: z.strictObject({ from: seq.optional() }),
      refuses: { 503: `More than ${MOST} streams are open.` },
    },
    async ({ query, c }) => {
      // Whoever asks for the headers alone reads no body, and would never end it.
      if (c.req.method === "HEAD") return new Response(null, { headers: HEADERS });
      if (open >= MOST)
        throw new Refused({ status: 503, code: "too_many_streams", message: `${MOST} streams are open already. Close one and try again.` });
      const seen = c.req.header("last-event-id") ?? "";
      const resumed = /^\d{1,15}$/.test(seen) ? Number(seen) + 1 : undefined;
      const from = resumed ?? query.from;
      open += 1;
      const body = streamFacts(place, { ...(from === undefined ? {} : { from }), closed: () => void (open -= 1) });
      return new Response(body, { headers: HEADERS });
    },
  );
}
