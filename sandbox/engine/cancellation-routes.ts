// Bulk cancellations, listed and taken off the list (protocol.md 6.2). The real dev server has none of this and answers 500.
// Read from the log; a part of `rest.ts`.
// A cancellation has done its work at once, so deleting one takes it off the list and brings no run back.
import type { Fact, FactOf } from "../log/facts.ts";
import type { JsonObject } from "../log/json.ts";
import { formatIso } from "../protocol/date.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import type { Engine } from "./engine.ts";

const PATH = /^\/v1\/cancellations(?:\/([^/?]+))?(?:\?.*)?$/;

/** The answer to a GET or DELETE of cancellations; `undefined` for any other request. */
export function handleCancellations(
  engine: Pick<Engine, "facts" | "forgetCancellation">,
  { method, path }: WireRequest,
): Promise<WireResponse> | undefined {
  const [found, id] = PATH.exec(path) ?? [];
  if (found === undefined) return undefined;
  if (method === "GET") return list(engine, id);
  return method === "DELETE" && id !== undefined ? remove(engine, id) : undefined;
}

async function list(engine: Pick<Engine, "facts">, id: string | undefined): Promise<WireResponse> {
  const cancellations = cancellationsIn(await engine.facts());
  if (id === undefined) return answer(200, { data: cancellations.map(asJson) });
  const one = cancellations.find((each) => each.id === id);
  return one === undefined ? unknown(id) : answer(200, { data: asJson(one) });
}

async function remove(engine: Pick<Engine, "facts" | "forgetCancellation">, id: string): Promise<WireResponse> {
  if (!cancellationsIn(await engine.facts()).some((each) => each.id === id)) return unknown(id);
  await engine.forgetCancellation(id);
  return { ...answer(204, {}), body: "" };
}

/** Newest first. */
function cancellationsIn(facts: readonly Fact[]): readonly FactOf<"cancellation.created">[] {
  const gone = new Set(facts.flatMap((fact) => (fact.type === "cancellation.deleted" ? [fact.id] : [])));
  return facts
    .filter((fact): fact is FactOf<"cancellation.created"> => fact.type === "cancellation.created" && !gone.has(fact.id))
    .reverse();
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
