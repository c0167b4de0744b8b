// Tools about runs: reading them, waiting for them, ending them, doing them again.
import { z } from "zod";
import type { Json } from "../../../../log/json.ts";
import type { Page, RunQuery, RunRow, RunStatus } from "../../reads.ts";
import { traceOf } from "../../http/rest/v2-trace.ts";
import { findFunction, findRun, instant } from "../lookup.ts";
import { runsWhenEnded } from "../outcome.ts";
import { stepsOf } from "../run-steps.ts";
import { tool, type Tool, type ToolContext, ToolProblem, type ToolResult } from "../tool.ts";
import { hasEnded, runView, stepView } from "../views.ts";

const STATUSES = [
  "queued",
  "running",
  "sleeping",
  "waiting",
  "retrying",
  "completed",
  "failed",
  "cancelled",
] as const satisfies readonly RunStatus[];

const runId = z.string().min(1).describe("The run's id, as send_event, invoke_function or list_runs return it.");
const includeOutput = z.boolean().default(false).describe("Whether to return outputs as well. They may be long.");
const when = z.union([z.string(), z.number()]).optional();
const page = {
  cursor: z.string().optional().describe("What the page before returned."),
  limit: z.number().int().min(1).max(400).default(40),
  includeOutput,
};
const filters = {
  status: z.array(z.enum(STATUSES)).optional().describe("Only runs that are one of these."),
  text: z.string().optional().describe("Part of the run's id, the function, the event's name, the error or the output."),
  from: when.describe("Created at or after this date."),
  until: when.describe("Created before this date."),
};
type Filters = {
  readonly status?: RunStatus[] | undefined;
  readonly text?: string | undefined;
  readonly from?: string | number | undefined;
  readonly until?: string | number | undefined;
};
type Paged = { readonly cursor?: string | undefined; readonly limit: number; readonly includeOutput: boolean };

const getRun = tool({
  name: "get_run",
  title: "Get a run",
  description: "One run: its function, its status, when it began and ended, and what caused it.",
  input: z.strictObject({ runId, includeOutput }),
  reads: true,
  run: async ({ place }, args) => runView(await findRun(place, args.runId), args.includeOutput),
});

const getRunStatus = tool({
  name: "get_run_status",
  title: "Get a run's status and steps",
  description: "A run's exact status, its error or output, and each of its steps with the last attempt.",
  input: z.strictObject({ runId }),
  reads: true,
  run: async (context, args) => statusOf(context, await findRun(context.place, args.runId)),
});

async function statusOf({ place }: ToolContext, run: RunRow): Promise<ToolResult> {
  const functions = await place.store.reads.functions();
  const steps = stepsOf(await place.store.reads.runFacts(run.runId));
  return {
    ...runView(run, true),
    functionName: functions.find((fn) => fn.id === run.fn)?.name ?? run.fn,
    steps: steps.map(stepView),
  };
}

const getRunTrace = tool({
  name: "get_run_trace",
  title: "Get a run's trace",
  description:
    "A run as a tree of spans, as REST v2 has it: the run, its steps in order, and every attempt of a step that needed more than one.",
  input: z.strictObject({ runId, includeOutput }),
  reads: true,
  run: async ({ place }, args) => {
    const run = await findRun(place, args.runId);
    const trace = traceOf(await place.store.reads.runFacts(run.runId), { includeOutput: args.includeOutput });
    return { ...runView(run, args.includeOutput), ...(trace as ToolResult) };
  },
});

const listRuns = tool({
  name: "list_runs",
  title: "List runs",
  description: "Runs of all functions, newest first, filtered by status, text and time.",
  input: z.strictObject({ ...filters, ...page }),
  reads: true,
  run: (context, args) => list(context, {}, args),
});

const listFunctionRuns = tool({
  name: "list_function_runs",
  title: "List a function's runs",
  description: "Runs of one function, newest first.",
  input: z.strictObject({ appId: z.string().optional(), functionId: z.string(), ...filters, ...page }),
  reads: true,
  run: async (context, args) => list(context, { fn: (await findFunction(context.place, args.functionId, args.appId)).id }, args),
});

const getEventRuns = tool({
  name: "get_event_runs",
  title: "Get an event's runs",
  description: "Runs that one event started.",
  input: z.strictObject({ eventId: z.string().min(1), ...page }),
  reads: true,
  run: async (context, args) => {
    const event = await context.place.store.reads.event(args.eventId);
    if (event === undefined) throw new ToolProblem("event-unknown", `No event ${args.eventId}. Its id is what send_event returned.`);
    return list(context, { eventId: args.eventId }, args);
  },
});

async function list({ place }: ToolContext, fixed: RunQuery, asked: Filters & Paged): Promise<ToolResult> {
  const [since, until] = [instant("from", asked.from), instant("until", asked.until)];
  const found: Page<RunRow> = await place.store.reads.runs({
    ...fixed,
    limit: asked.limit,
    ...(asked.cursor === undefined ? {} : { cursor: asked.cursor }),
    ...(asked.status === undefined ? {} : { status: asked.status }),
    ...(asked.text === undefined ? {} : { text: asked.text }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  });
  return {
    runs: found.rows.map((run) => runView(run, asked.includeOutput)),
    total: found.total,
    page: { limit: asked.limit, hasMore: found.cursor !== undefined, ...(found.cursor === undefined ? {} : { cursor: found.cursor }) },
  };
}

const pollRunStatus = tool({
  name: "poll_run_status",
  title: "Wait for runs to end",
  description:
    "Waits until all these runs have ended or `timeout` seconds are over, then returns each with its steps. A run that sleeps or waits counts as running.",
  input: z.strictObject({
    runIds: z.array(z.string().min(1)).min(1).max(100),
    timeout: z.number().min(0).max(600).default(30).describe("Seconds to wait at most."),
    pollInterval: z.number().min(0).default(1000).describe("Taken and not needed: the engine tells of each end when it happens."),
  }),
  reads: true,
  run: async (context, { runIds, timeout }) => {
    const ids = [...new Set(runIds)];
    const runs = await runsWhenEnded(context.place, ids, timeout * 1000);
    if (runs.length === 0)
      throw new ToolProblem("run-unknown", `None of these runs exists: ${ids.join(", ")}. Call list_runs to see the newest.`);
    const known = new Set(runs.map((run) => run.runId));
    const completed = runs.filter(({ status }) => status === "completed").length;
    const running = runs.filter((run) => !hasEnded(run)).length;
    return {
      runs: (await Promise.all(runs.map((run) => statusOf(context, run)))) as readonly Json[],
      completed,
      running,
      failed: runs.length - completed - running,
      unknown: ids.filter((id) => !known.has(id)),
    };
  },
});

const cancelRun = tool({
  name: "cancel_run",
  title: "Cancel a run",
  description: "Ends an unfinished run at its next step boundary. A step that is executing goes on in the app, and its answer is ignored.",
  input: z.strictObject({ runId }),
  reads: false,
  run: async ({ place }, args) => {
    const outcome = await place.engine.cancel(args.runId, "cancelled by MCP");
    if (outcome === "unknown") await findRun(place, args.runId);
    if (outcome !== "cancelled")
      throw new ToolProblem("run-already-ended", `The run ${args.runId} has already ended. Use rerun to do it again.`);
    return { runId: args.runId, status: "CANCELLED" };
  },
});

const rerun = tool({
  name: "rerun",
  title: "Run again",
  description:
    "Starts a new run with the same events: from the top, or from a step, keeping what was recorded before it. Returns the new run's id.",
  input: z.strictObject({
    runId,
    fromStep: z
      .strictObject({
        stepId: z.string().min(1).describe("The step's id as the code names it, or its hashed id."),
        input: z.array(z.unknown()).optional().describe("Arguments that the step gets instead of its own."),
      })
      .optional(),
  }),
  reads: false,
  run: async ({ place }, { runId: of, fromStep }) => {
    await findRun(place, of);
    const from =
      fromStep === undefined
        ? undefined
        : { stepId: fromStep.stepId, ...(fromStep.input === undefined ? {} : { input: fromStep.input as readonly Json[] }) };
    const again = await place.engine.rerun(of, from);
    if (again === undefined)
      throw new ToolProblem("not-rerun", `The run ${of} cannot be run again: its function is not registered. Start its app first.`);
    return { runId: again, rerunOf: of };
  },
});

export const runTools: readonly Tool[] = [
  getRun,
  getRunStatus,
  getRunTrace,
  listRuns,
  listFunctionRuns,
  getEventRuns,
  pollRunStatus,
  cancelRun,
  rerun,
];
