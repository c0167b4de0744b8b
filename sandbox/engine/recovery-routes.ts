// Recovery by HTTP: which requests cancel and rerun, and how they are answered (protocol.md 6.2, 6.4, 6.5).
// Bulk cancellation works here; the real dev server answers it with 500.
import type { Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import { parseDate } from "../protocol/date.ts";
import type { WireRequest, WireResponse } from "../protocol/http.ts";
import { objectOr, parseJson, textOr } from "../protocol/shape.ts";
import { compileExpression } from "./expr/expr.ts";
import { RerunStepUnknown, type FromStep } from "./history.ts";
import type { CancelFilter, Recovery } from "./recovery.ts";

const answer = (status: number, body?: Json): WireResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: body === undefined ? "" : JSON.stringify(body),
});
const refusal = (status: number, code: string, message: string): WireResponse => answer(status, { errors: [{ code, message }] });

/** The answer to a request that cancels or reruns; `undefined` for any other request. */
export function handleRecovery(recovery: Recovery, request: WireRequest): Promise<WireResponse> | undefined {
  const path = request.path.replace(/\?.*$/, "").replace(/^\/api(?=\/v2\/)/, "");
  const [, version, runId = "", verb = ""] = /^\/(v[012])\/runs\/([^/]+)(?:\/(cancel|rerun))?$/.exec(path) ?? [];
  if (path === "/v1/cancellations" && request.method === "POST") return cancelMany(recovery, request);
  if (request.method === "DELETE" && verb === "" && (version === "v0" || version === "v1")) return cancelByDelete(recovery, runId, version);
  if (request.method !== "POST" || version !== "v2") return undefined;
  if (verb === "cancel") return cancelByPost(recovery, runId);
  return verb === "rerun" ? rerun(recovery, runId, request) : undefined;
}

// v1 answers 200 for an ended run too; v0 answers 204 (6.2, 6.3).
async function cancelByDelete(recovery: Recovery, runId: string, version: "v0" | "v1"): Promise<WireResponse> {
  const outcome = await recovery.cancel(runId);
  if (outcome === "unknown") return answer(404, { error: `No run ${runId}`, data: null, status: 404 });
  return answer(version === "v0" ? 204 : 200);
}

async function cancelByPost(recovery: Recovery, runId: string): Promise<WireResponse> {
  const outcome = await recovery.cancel(runId);
  if (outcome === "unknown") return refusal(404, "not_found", `No run ${runId}`);
  return outcome === "ended" ? refusal(409, "run_already_ended", "The run has already ended") : answer(200, { data: { runId } });
}

async function rerun(recovery: Recovery, runId: string, request: WireRequest): Promise<WireResponse> {
  const from = objectOr(objectOr(parseJson(request.body))?.["fromStep"]);
  const step = from === undefined ? undefined : stepIn(from);
  if (from !== undefined && step === undefined)
    return refusal(400, "invalid_request", "fromStep needs a stepId, and an input that is a JSON array if there is one");
  try {
    const again = await recovery.rerun(runId, step);
    return again === undefined ? refusal(404, "not_found", `No run ${runId}`) : answer(200, { data: { runId: again } });
  } catch (error) {
    if (error instanceof RerunStepUnknown) return refusal(400, error.code, error.message);
    throw error;
  }
}

// The input is an array of arguments, or the text of one (6.5).
function stepIn(from: JsonObject): FromStep | undefined {
  const stepId = textOr(from["stepId"]) ?? "";
  const given = from["input"];
  const input = typeof given === "string" ? parseJson(given) : given;
  if (stepId === "" || (given !== undefined && given !== null && !Array.isArray(input))) return undefined;
  return Array.isArray(input) ? { stepId, input: input as readonly Json[] } : { stepId };
}

async function cancelMany(recovery: Recovery, request: WireRequest): Promise<WireResponse> {
  const body = objectOr(parseJson(request.body)) ?? {};
  const filter = filterIn(body);
  if (typeof filter === "string") return answer(400, { error: filter, data: null, status: 400 });
  const { id, runIds } = await recovery.cancelMany(filter, "bulk cancellation");
  return answer(200, { data: { ...body, id, cancelled: runIds } });
}

function filterIn(body: JsonObject): CancelFilter | string {
  const [app = "", id = ""] = [textOr(body["app_id"]), textOr(body["function_id"])];
  const startedBefore = instantIn(body["started_before"]);
  // The server's words for what is missing (6.2).
  const missing = [
    ...(id === "" ? ["function_id is required"] : []),
    ...(startedBefore === undefined ? ["started_before is required"] : []),
  ];
  if (missing.length > 0 || startedBefore === undefined) return missing.join("\n");
  const expression = textOr(body["if"]);
  const compiled = expression === undefined ? undefined : compileExpression(expression, ["event"]);
  if (compiled?.ok === false) return `if: ${compiled.message}`;
  const startedAfter = instantIn(body["started_after"]);
  return {
    fn: app === "" || id.startsWith(`${app}-`) ? id : `${app}-${id}`,
    startedBefore,
    ...(startedAfter === undefined ? {} : { startedAfter }),
    ...(expression === undefined ? {} : { expression }),
  };
}

function instantIn(value: Json | undefined): Instant | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseDate(value) : undefined;
}
