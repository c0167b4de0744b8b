// A burst under limits, as the engine records it: runs that stand in line, run three steps, are refused, fail or end; events that
// start nothing. Hand-written like `story.ts`, so that it can have any size.
import type { Fact } from "../../../../../sandbox/log/facts.ts";
import type { ConcurrencyRule } from "../../../../../sandbox/log/rules.ts";
import { START, step, story, type Story } from "./story.ts";

const AT_ONCE = 5;
const STEPS = ["fetch", "summarize", "file"];
const FIVE: ConcurrencyRule = { type: "concurrency", unit: "step", scope: "fn", limit: AT_ONCE };

export function manyRuns(runs: number): readonly Fact[] {
  const told = story()
    .add("engine.started", { logVersion: 1, seed: "s", generation: 1, checkpointing: true })
    .add("code.deployed", { version: 1, files: {}, by: "lab" })
    .add("host.started", { host: 1, version: 1, functions: 1, by: "lab" });
  for (let n = 1; n <= runs; n += 1) arrive(told, n);
  for (let n = 1; n <= runs; n += 1) live(told, n, runs);
  return told.facts;
}

const of = (n: number) => ({ runId: `run-${n}`, fn: "work" });

function arrive(told: Story, n: number): void {
  const name = "ticket/opened";
  const event = { eventId: `e${n}`, name, data: { ticket: n }, ts: START, id: `e${n}`, user: {}, source: "learner" } as const;
  told.add("event.received", event);
  if (n % 10 === 0) {
    const rule = { type: "rate-limit", limit: 9, periodMs: 60_000 } as const;
    told.add("event.received", { ...event, eventId: `x${n}`, id: `x${n}` });
    told.add("event.skipped", { fn: "work", eventId: `x${n}`, name, rule });
  }
  told.add("run.created", { ...of(n), cause: "event", eventIds: [`e${n}`], startAt: START, maxAttempts: 4 });
  told.add("run.started", of(n));
  if (n <= AT_ONCE) call(told, n, 1);
  else told.add("run.queued", { ...of(n), reason: "concurrency", rule: FIVE, bucket: "work", target: "step" });
}

function call(told: Story, n: number, entry: number): void {
  const callId = `c${n}-${entry}`;
  const because = entry === 1 ? "start" : "retry";
  told
    .add("call.sent", { ...of(n), callId, target: "step", attempt: entry - 1, mode: "checkpoint", because, memoCount: 0, plan: false })
    .add("handler.entered", { ...of(n), entry, callId, mode: "checkpoint", because, version: 1 });
}

/** Its steps, one after the other; then the one that has stood in line for longest takes its place. */
function live(told: Story, n: number, runs: number): void {
  const callId = `c${n}-1`;
  for (const stepId of STEPS) {
    const at = { ...step(stepId, of(n)), attempt: 0, callId };
    told.add("step.started", at, 50);
    if (n % 7 === 0 && stepId === "summarize") {
      told.add("service.refused", { ...of(n), stepId, service: "model.world", status: 429, why: "Too many.", retryAfterMs: 2000 }, 100);
      told.add("console", { ...of(n), stepId, level: "error", text: "429" });
    } else told.add("cost", { ...of(n), stepId, kind: "model", cents: 2, label: stepId });
    told.add("step.completed", { ...at, output: stepId, via: "checkpoint", kind: "run" }, 200);
  }
  told.add("effect", {
    ...of(n),
    stepId: "file",
    kind: "slack.posted",
    label: "message",
    suppressed: false,
    detail: { requestId: `r${n}` },
  });
  told.add("call.answered", { ...of(n), callId, status: 200 });
  if (n % 11 === 0) told.add("run.failed", { ...of(n), error: { name: "Error", message: "no" }, code: "function-error" });
  else if (n % 13 === 0) told.add("run.cancelled", { ...of(n), because: "by hand" });
  else told.add("run.completed", { ...of(n), output: n });
  if (n + AT_ONCE <= runs) call(told, n + AT_ONCE, 1);
}
