// A run as a tree of spans, from its facts: the run, its steps, and the attempts of each step that needed more than one
// (protocol.md 6.4, 6.6). Where nobody observed when a step's code began, it is the earliest instant that the wire allows: when
// the call was sent, or when the step before it in the same call was recorded.
import { z } from "@hono/zod-openapi";
import type { Fact, FactOf, Instant } from "../../../../log/facts.ts";
import type { Json } from "../../../../log/json.ts";
import { formatIso } from "../../../../protocol/date.ts";
import { anyJson, date } from "./common.ts";
import { stepFolded, type Calls, type SpanStatus, type Step, type StepOp } from "./v2-trace-steps.ts";
import { durationMs, objectFor } from "./v2-schemas.ts";

const fields = {
  id: z.string(),
  name: z.string(),
  status: z.enum(["RUNNING", "WAITING", "COMPLETED", "FAILED", "CANCELLED"]),
  stepOp: z.enum(["RUN", "SLEEP", "WAIT_FOR_EVENT", "WAIT_FOR_SIGNAL", "INVOKE", "AI_GATEWAY", "FETCH"]).optional(),
  stepId: z.string().optional(),
  queuedAt: date,
  startedAt: date.optional(),
  endedAt: date.optional(),
  durationMs: durationMs.optional(),
  output: z.record(z.string(), anyJson).optional(),
};
const attempt = z.object(fields).openapi("AttemptSpanV2");
const step = z.object({ ...fields, children: z.array(attempt) }).openapi("StepSpanV2");
export const v2Trace = z.object({ runId: z.string(), rootSpan: z.object({ ...fields, children: z.array(step) }) }).openapi("TraceV2");

export type Span = {
  readonly id: string;
  readonly name: string;
  readonly status: SpanStatus;
  readonly stepOp?: StepOp;
  readonly stepId?: string;
  readonly queuedAt: Instant;
  readonly startedAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly output?: Json | undefined;
  readonly children: readonly Span[];
};

type Shown = { readonly includeOutput?: boolean | undefined };

/** `undefined`: there is no such run. */
export function traceOf(facts: readonly Fact[], shown: Shown): object | undefined {
  const created = facts.find((fact) => fact.type === "run.created");
  if (created === undefined) return undefined;
  return { runId: created.runId, rootSpan: toJson(rootOf(created, facts), shown, 0) };
}

function rootOf(created: FactOf<"run.created">, facts: readonly Fact[]): Span {
  const end = facts.find((fact) => fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled");
  const startedAt = facts.find((fact) => fact.type === "run.started")?.t;
  const status: SpanStatus = end === undefined ? (startedAt === undefined ? "WAITING" : "RUNNING") : STATUS[end.type];
  return {
    id: created.runId,
    name: "Run",
    status,
    queuedAt: created.t,
    startedAt,
    endedAt: end?.t,
    output: end?.type === "run.completed" ? end.output : end?.type === "run.failed" ? (end.error as Json) : undefined,
    children: stepsOf(facts).map((each) => spanOf(each, end)),
  };
}

const STATUS = { "run.completed": "COMPLETED", "run.failed": "FAILED", "run.cancelled": "CANCELLED" } as const;

function stepsOf(facts: readonly Fact[]): readonly Step[] {
  const steps = new Map<string, Step>();
  const calls: Calls = new Map();
  for (const fact of facts) stepFolded(steps, calls, fact);
  return [...steps.values()];
}

function spanOf({ op, stepId, hashedId, queuedAt, endedAt, output, status, attempts }: Step, end: Fact | undefined): Span {
  // One attempt that went well is the step itself.
  const shown = attempts.length === 1 && status === "COMPLETED" ? [] : attempts;
  // What was open when the run ended did not come to an end of its own.
  const isOpen = status === "RUNNING" || status === "WAITING";
  const closed = isOpen && end !== undefined;
  return {
    id: hashedId,
    name: stepId,
    status: closed ? "CANCELLED" : status,
    ...(op === undefined ? {} : { stepOp: op, stepId }),
    queuedAt,
    startedAt: attempts[0]?.startedAt ?? queuedAt,
    endedAt: closed ? end.t : endedAt,
    output,
    children: shown.map((each) => ({
      ...each,
      id: `${hashedId}.${each.attempt}`,
      name: `Attempt ${each.attempt}`,
      queuedAt: each.startedAt,
      children: [],
    })),
  };
}

function toJson(
  { queuedAt, startedAt, endedAt, output, children, id, name, status, stepOp, stepId }: Span,
  shown: Shown,
  depth: number,
): object {
  const out = shown.includeOutput === true ? objectFor(output) : undefined;
  return {
    id,
    name,
    status,
    ...(stepOp === undefined ? {} : { stepOp }),
    ...(stepId === undefined ? {} : { stepId }),
    queuedAt: formatIso(queuedAt),
    ...(startedAt === undefined ? {} : { startedAt: formatIso(startedAt) }),
    ...(endedAt === undefined ? {} : { endedAt: formatIso(endedAt) }),
    ...(startedAt === undefined || endedAt === undefined ? {} : { durationMs: String(Math.max(0, endedAt - startedAt)) }),
    ...(out === undefined ? {} : { output: out }),
    ...(depth < 2 ? { children: children.map((child) => toJson(child, shown, depth + 1)) } : {}),
  };
}
