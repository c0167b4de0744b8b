// The list of bulk cancellations by HTTP, a part of `rest.ts` (protocol.md 6.2). The real dev server answers these requests with 500.
// A bulk cancellation has ended its runs at once: deleting it removes it from the list and brings no run back.
import type { FactOf } from "../log/facts.ts";
import type { JsonObject } from "../log/json.ts";
import { formatIso } from "../protocol/date.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Recovery } from "./recovery.ts";

type Cancellations = Pick<Recovery, "cancellations" | "forgetCancellation">;

const PATH = /^\/v1\/cancellations(?:\/([^/?]+))?(?:\?.*)?$/;

/** The answer to a GET or DELETE of cancellations; `undefined` for any other request. */
export function handleCancellations(engine: Cancellations, { method, path }: WireRequest): Promise<WireResponse> | undefined {
  const [found, id] = PATH.exec(path) ?? [];
  if (found === undefined) return undefined;
  if (method === "GET") return list(engine, id);
  return method === "DELETE" && id !== undefined ? remove(engine, id) : undefined;
}

async function list(engine: Cancellations, id: string | undefined): Promise<WireResponse> {
  const cancellations = await engine.cancellations();
  if (id === undefined) return answer(200, { data: cancellations.map(asJson) });
  const one = cancellations.find((each) => each.id === id);
  return one === undefined ? unknown(id) : answer(200, { data: asJson(one) });
}

async function remove(engine: Cancellations, id: string): Promise<WireResponse> {
  if (!(await engine.cancellations()).some((each) => each.id === id)) return unknown(id);
  await engine.forgetCancellation(id);
  return { ...answer(204, {}), body: "" };
}

function asJson({ id, fn, t, startedAfter, startedBefore, expression, runs }: FactOf<"cancellation.created">): JsonObject {
  return {
    id,
    function_id: fn,
    created_at: formatIso(t),
    started_after: startedAfter === undefined ? null : formatIso(startedAfter),
    started_before: formatIso(startedBefore),
    if: expression ?? null,
    cancelled: runs,
  };
}

const unknown = (id: string): WireResponse =>
  answer(404, { error: `There is no cancellation ${id}. GET /v1/cancellations lists them.`, data: null, status: 404 });

function answer(status: number, body: JsonObject): WireResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
