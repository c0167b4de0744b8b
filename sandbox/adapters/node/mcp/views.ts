// How runs, functions and apps are shown to an agent: one shape each, dates as text, the public status word beside the exact one.
import type { Instant } from "../../../log/facts.ts";
import type { Json, JsonObject } from "../../../log/json.ts";
import type { AppView, FunctionRow, RunRow, RunStatus } from "../reads.ts";
import type { StepView } from "./run-steps.ts";

const date = (at: Instant): string => new Date(at).toISOString();

/** The words of REST v2 (protocol.md 6.4): sleeping, waiting and retrying are all RUNNING there. */
const PUBLIC: { readonly [status in RunStatus]: string } = {
  queued: "QUEUED",
  running: "RUNNING",
  sleeping: "RUNNING",
  waiting: "RUNNING",
  retrying: "RUNNING",
  completed: "COMPLETED",
  failed: "FAILED",
  cancelled: "CANCELLED",
};

export const hasEnded = ({ status }: RunRow): boolean => status === "completed" || status === "failed" || status === "cancelled";

export function runView(run: RunRow, includeOutput: boolean): JsonObject {
  return {
    runId: run.runId,
    functionId: run.fn,
    status: PUBLIC[run.status],
    doing: run.status,
    cause: run.cause,
    eventIds: run.eventIds,
    eventName: run.eventName,
    queuedAt: date(run.createdAt),
    steps: run.steps,
    ...(run.startedAt === undefined ? {} : { startedAt: date(run.startedAt) }),
    ...(run.endedAt === undefined ? {} : { endedAt: date(run.endedAt) }),
    ...(run.until === undefined ? {} : { until: date(run.until) }),
    ...(run.error === undefined ? {} : { error: asJson(run.error) }),
    ...(includeOutput && run.output !== undefined ? { output: run.output } : {}),
  };
}

export function stepView(step: StepView): JsonObject {
  const { stepId, hashedId, kind, status, since, endedAt, until, what, attempts, error } = step;
  return {
    stepId,
    hashedId,
    kind,
    status,
    attempts,
    since: date(since),
    ...(endedAt === undefined ? {} : { endedAt: date(endedAt) }),
    ...(until === undefined ? {} : { until: date(until) }),
    ...(what === undefined ? {} : { what }),
    ...(error === undefined || status === "completed" ? {} : { error: asJson(error) }),
  };
}

export function functionView(fn: FunctionRow): JsonObject {
  const { id, name, app, url, triggers, paused, counts, config } = fn;
  return { id, name, slug: id, appId: app, url, triggers, paused, runs: asJson(counts), config };
}

type Registered = { readonly app: string; readonly url: string; readonly sdk: string };

export function appView(functions: readonly FunctionRow[], { app, url, sdk }: Registered, seen: AppView | undefined): JsonObject {
  return {
    appId: app,
    url,
    sdk,
    functions: functions.filter((fn) => fn.app === app).map((fn) => fn.id),
    ...(seen === undefined ? {} : { state: seen.state }),
    ...(seen?.problem === undefined ? {} : { problem: seen.problem }),
  };
}

// A wire error and a count leave fields out by `undefined`, which JSON does not know.
function asJson(value: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
