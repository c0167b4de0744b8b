// Tools that start something: an event, or one function by name.
import { z } from "zod";
import type { Json, JsonObject } from "../../../../log/json.ts";
import { decodeIdSeed } from "../../../../protocol/events.ts";
import type { NodePlace } from "../../ports.ts";
import { findFunction } from "../lookup.ts";
import { runsWhenEnded } from "../outcome.ts";
import { tool, type Tool, ToolProblem } from "../tool.ts";
import { hasEnded, runView } from "../views.ts";

const data = z.unknown().optional().describe("The event's data, a JSON object. Anything else is wrapped as { value }.");
const functionId = z.string().describe("The function's slug (`app-function`), its own id together with appId, or its name.");
const appId = z.string().optional().describe("The app's id, where the function's own id is not enough.");

const sendEvent = tool({
  name: "send_event",
  title: "Send an event",
  description:
    "Sends an event to the engine. Every function that is triggered by it starts a run; runs that wait for it go on. " +
    "Returns the event's id and the ids of the runs that it started. The runs are not waited for: use poll_run_status.",
  input: z.strictObject({
    name: z.string().min(1).describe("The event's name, e.g. `email/received`."),
    data,
    user: z.record(z.string(), z.unknown()).optional().describe("What the event says about a user."),
    eventIdSeed: z
      .string()
      .optional()
      .describe("Decides the event's id: `<milliseconds>,<base64 of 10 bytes>`. The same seed again: the same id."),
  }),
  reads: false,
  run: async ({ place }, { name, data: given, user, eventIdSeed }) => {
    if (eventIdSeed !== undefined && decodeIdSeed(eventIdSeed) === undefined)
      throw new ToolProblem(
        "bad-seed",
        "eventIdSeed must be `<milliseconds>,<base64 of 10 bytes>`, as the SDK sends it. Leave it out otherwise.",
      );
    const eventId = await send(place, { name, data: objectFrom(given), user: (user ?? {}) as JsonObject }, eventIdSeed);
    const event = await place.store.reads.event(eventId);
    const runIds = event?.runs.map(({ runId }) => runId) ?? [];
    return { eventId, runIds, status: "accepted", message: messageFor(name, runIds.length, event?.unmatched) };
  },
});

async function send(place: NodePlace, event: JsonObject, seed: string | undefined): Promise<string> {
  const headers: Record<string, string> = seed === undefined ? {} : { "x-inngest-event-id-seed": seed };
  const { status, body } = await place.engine.handle({ method: "POST", path: "/e/mcp", headers, body: JSON.stringify(event) });
  const answer = JSON.parse(body) as { ids?: readonly string[]; error?: string };
  if (status !== 200) throw new ToolProblem("event-refused", `The event was not taken: ${answer.error ?? body}`);
  return answer.ids?.[0] ?? "";
}

function messageFor(name: string, runs: number, unmatched: { readonly suggestion?: string } | undefined): string {
  if (runs > 0) return `The event ${name} started ${runs} ${runs === 1 ? "run" : "runs"}.`;
  if (unmatched === undefined)
    return `The event ${name} is stored. It started no run yet: a run went on with it, or a rule of a function holds it back.`;
  const hint =
    unmatched.suggestion === undefined ? "Call list_functions to see what is listened for." : `Did you mean ${unmatched.suggestion}?`;
  return `The event ${name} is stored, and nothing listens for it. ${hint}`;
}

/** A JSON object, or the text of one; anything else as its `value`. */
function objectFrom(given: unknown): JsonObject {
  const value = typeof given === "string" ? (parsed(given) ?? given) : given;
  if (value === undefined || value === null) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : { value: value as Json };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const invokeFunction = tool({
  name: "invoke_function",
  title: "Invoke a function",
  description:
    "Starts one run of one function, whatever its triggers. Returns the run's id at once; use poll_run_status or invoke_function_sync to wait.",
  input: z.strictObject({
    appId,
    functionId,
    data,
    idempotencyKey: z.string().min(1).optional().describe("A second call with the same key within 24 hours starts no second run."),
  }),
  reads: false,
  run: async ({ place }, args) => {
    const fn = await findFunction(place, args.functionId, args.appId);
    const { runId, eventId, outcome } = await invoke(place, fn.id, objectFrom(args.data), args.idempotencyKey);
    return { runId, functionId: fn.id, eventId, status: outcome };
  },
});

const invokeSync = tool({
  name: "invoke_function_sync",
  title: "Invoke a function and wait",
  description:
    "Starts one run of one function and waits for its end, at most `timeout` seconds. Returns its output or its error; a run that goes on after that is not stopped.",
  input: z.strictObject({
    appId,
    functionId,
    data,
    timeout: z.number().min(0).max(600).default(30).describe("Seconds to wait."),
  }),
  reads: false,
  run: async ({ place }, args) => {
    const from = place.now();
    const fn = await findFunction(place, args.functionId, args.appId);
    const { runId, eventId } = await invoke(place, fn.id, objectFrom(args.data), undefined);
    const [run] = await runsWhenEnded(place, [runId], args.timeout * 1000);
    if (run === undefined) throw new ToolProblem("run-gone", `The run ${runId} was started and is gone. Was the log cleared?`);
    const result = { functionName: fn.name, eventId, duration: place.now() - from, ...runView(run, true) };
    if (hasEnded(run)) return result;
    return { ...result, message: `The run is still ${run.status} after ${args.timeout} s. It goes on: call poll_run_status with its id.` };
  },
});

type Started = { readonly runId: string; readonly eventId: string; readonly outcome: "started" | "repeated" };

async function invoke(place: NodePlace, fn: string, payload: JsonObject, key: string | undefined): Promise<Started> {
  const invoked = await place.engine.invoke(fn, { data: payload }, key);
  if (invoked === undefined) throw new ToolProblem("function-unknown", `The function ${fn} is no longer registered. Call list_functions.`);
  if (invoked.outcome === "started" || invoked.outcome === "repeated") return invoked;
  throw new ToolProblem(`not-started-${invoked.outcome}`, REFUSED[invoked.outcome](fn));
}

const REFUSED = {
  "rate-limited": (fn: string) => `${fn} started no run: its rate limit is used up. Try later, or raise the limit.`,
  singleton: (fn: string) => `${fn} started no run: it is a singleton and a run is open. Wait for that run, or cancel it.`,
  paused: (fn: string) => `${fn} started no run: it is paused. Resume it first.`,
};

export const eventTools: readonly Tool[] = [sendEvent, invokeFunction, invokeSync];
