// The place's HTTP interface as the trace speaks it. Every failure is a `TraceProblem` whose words say what to do next.
// Boundary: `fetch` is handed in; nothing is kept here.
import type { EventQuery, EventRow, Page, RunQuery, RunRow, AppView } from "../../../../sandbox/adapters/node/reads.ts";
import type { About, FunctionsAnswer, ReplayAsked, RunAnswer } from "../../../../sandbox/adapters/node/trace-api.ts";
import type { Json, JsonObject } from "../../../../sandbox/log/json.ts";

/** `status` is 0 where no answer came. */
export class TraceProblem extends Error {
  readonly code = "trace-problem";
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.name = "TraceProblem";
    this.status = status;
  }
}

export type CancelAsked = { readonly fn: string; readonly since?: number; readonly until: number; readonly expression?: string };
type Brief = { readonly brief?: boolean };
export type FromStep = { readonly stepId: string; readonly input?: readonly Json[] };
export type TraceApi = ReturnType<typeof createTraceApi>;

/** How long an answer may take before the page says that the engine is slow to answer. */
const PATIENCE = 20_000;

export function createTraceApi(send: typeof fetch) {
  const ask = <T>(path: string) => answered<T>(send, path, {});
  const post = <T>(path: string, body: unknown) =>
    answered<T>(send, path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const at = encodeURIComponent;
  return {
    /** `brief`: outputs and errors cut to what a row shows. */
    runs: (query: RunQuery & Brief) => ask<Page<RunRow>>(`/trace/runs${searchOf({ ...query, event: query.eventId, eventId: undefined })}`),
    run: (runId: string) => ask<RunAnswer>(`/trace/runs/${at(runId)}`),
    events: (query: EventQuery & Brief) => ask<Page<EventRow>>(`/trace/events${searchOf(query)}`),
    event: (eventId: string) => ask<EventRow>(`/trace/events/${at(eventId)}`),
    functions: () => ask<FunctionsAnswer>("/trace/functions"),
    about: () => ask<About>("/trace/about"),
    pause: (fn: string, paused: boolean) => post<unknown>(`/trace/functions/${at(fn)}/${paused ? "pause" : "resume"}`, {}),
    replay: (asked: ReplayAsked) => post<{ runIds: readonly string[] }>("/trace/replay", asked),
    addApp: (url: string) => post<AppView>("/trace/apps", { url }),
    /** Resolves with the event's id. */
    send: async (event: { name: string; data: JsonObject; id?: string }) => (await post<{ ids: string[] }>("/e/trace", event)).ids[0] ?? "",
    /** Resolves with the id of the event that asks for the run. */
    invoke: async (fn: string, data: JsonObject) => (await post<{ id: string }>(`/invoke/${at(fn)}`, { data })).id,
    cancel: (runId: string) => post<unknown>(`/v2/runs/${at(runId)}/cancel`, {}),
    rerun: async (runId: string, fromStep?: FromStep) =>
      (await post<{ data: { runId: string } }>(`/v2/runs/${at(runId)}/rerun`, fromStep === undefined ? {} : { fromStep })).data.runId,
    cancelMany: async (asked: CancelAsked) => {
      const body = { app_id: "", function_id: asked.fn, started_after: asked.since, started_before: asked.until, if: asked.expression };
      return (await post<{ data: { cancelled?: readonly string[] } }>("/v1/cancellations", body)).data.cancelled ?? [];
    },
  };
}

async function answered<T>(send: typeof fetch, path: string, init: RequestInit): Promise<T> {
  const response = await send(path, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "TimeoutError")
      throw new TraceProblem(
        `No answer within ${PATIENCE / 1000} s. The engine may be busy or stopped: look at its terminal, then try again.`,
        0,
      );
    throw new TraceProblem("The engine does not answer. Look at the terminal it was started in, start it again if it has stopped.", 0);
  });
  const text = await response.text().catch(() => "");
  const body = parsed(text);
  if (!response.ok) throw new TraceProblem(wordsOf(body, text) ?? `The engine answered with HTTP ${response.status}.`, response.status);
  if (body === undefined && text !== "")
    throw new TraceProblem("The answer is not JSON. Does another program listen on this port?", response.status);
  return body as T;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the server says: `{error}` at most routes, `{errors: [{message}]}` at version 2's. */
function wordsOf(body: unknown, text: string): string | undefined {
  if (typeof body !== "object" || body === null) return text.length > 0 && text.length < 300 ? text : undefined;
  if ("error" in body && typeof body.error === "string") return body.error;
  if ("errors" in body && Array.isArray(body.errors))
    return body.errors.map((each: { message?: unknown }) => String(each.message ?? "")).join(" ");
  return undefined;
}

function searchOf(query: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    search.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  return search.size === 0 ? "" : `?${search}`;
}
