// Flow control at the start of a call: throttle for a run's first call, concurrency for each, priority among those that wait
// (protocol.md 5.1 to 5.3, 5.6). Pure: a call that must wait is a fact that names the rule (L9).
import type { EngineFactBody, Instant, StoredEvent } from "../../log/facts.ts";
import type { GateRule } from "../../log/rules.ts";
import { slotGate } from "../../flow/concurrency.ts";
import { decodeFlow } from "../../flow/config.ts";
import { isDefaultConcurrency } from "../../flow/config-concurrency.ts";
import { decideStart, nextStart, nextStartAt } from "../../flow/starts.ts";
import { throttleGate } from "../../flow/throttle.ts";
import type { FunctionConfig } from "../../protocol/register.ts";
import { evaluateValue, type Result } from "../expr/expr.ts";
import { decideCall, callsStoppedBecause } from "./calls.ts";
import type { Decision, Env } from "./decision.ts";
import { asWireEvent } from "./finish.ts";
import { defaultGates, gatesFor } from "./flow-gates.ts";
import type { EngineState, Fn, Job, Run } from "./state.ts";

/** Sends a due call, or queues it with a fact that names the rule. */
export function decideDueCall(state: EngineState, run: Run, job: Job, env: Env): Decision {
  if (callsStoppedBecause(state) !== undefined || !state.functions.has(run.fn)) return decideCall(state, run, job, env);
  const verdict = decideStart(state.flow.starts, gatesFor(run), env.now);
  if (verdict.type === "go") return decideCall(state, run, job, env);
  const { rule, bucket } = verdict.gate;
  const waits = { type: "run.queued", runId: run.runId, fn: run.fn, target: job.target, bucket } as const;
  if (rule.type === "concurrency") return { facts: [{ ...waits, reason: "concurrency", rule }] };
  return { facts: [{ ...waits, reason: "throttle", rule, until: verdict.until ?? env.now }] };
}

/** The queued call that may go now; none while calls are stopped. */
export function nextQueued(state: EngineState, now: Instant): { readonly run: Run; readonly job: Job } | undefined {
  const id = callsStoppedBecause(state) === undefined ? nextStart(state.flow.starts, now) : undefined;
  if (id === undefined) return undefined;
  const [runId = "", target = ""] = id.split("\n");
  const run = state.runs.get(runId);
  const job = run?.jobs.get(target);
  return run === undefined || job === undefined ? undefined : { run, job };
}

/** The next instant at which something is due: in the agenda, or because a throttle opens. */
export function nextDue(state: EngineState, now: Instant): Instant | undefined {
  const first = state.agenda.first()?.at;
  const opens = callsStoppedBecause(state) === undefined ? nextStartAt(state.flow.starts, now) : undefined;
  return first === undefined || opens === undefined ? (first ?? opens) : Math.min(first, opens);
}

/** The gates of a run of this function for this event; `undefined` when the function declares none. */
export function gatesOf(
  { id, flow: { concurrency, throttle } }: Pick<Fn, "id" | "flow">,
  event: StoredEvent,
  now: Instant,
): readonly GateRule[] | undefined {
  if (throttle === undefined && isDefaultConcurrency(concurrency)) return undefined;
  const key = (source: string | undefined): Result | undefined => keyFor(source, event, now);
  const slots = concurrency.map((rule) => slotGate(rule, id, key(rule.key)));
  return throttle === undefined ? slots : [...slots, throttleGate(throttle, id, key(throttle.key))];
}

/** The value of a key expression for an event; `undefined` where the rule has no key. */
export function keyFor(source: string | undefined, event: StoredEvent, now: Instant): Result | undefined {
  return source === undefined ? undefined : evaluateValue(source, { event: asWireEvent(event), now });
}

/** Facts for the unfinished runs whose limits change because their functions are registered anew. */
export function changedRules(state: EngineState, functions: readonly FunctionConfig[], now: Instant): readonly EngineFactBody[] {
  const changed = new Map(
    functions.flatMap(({ id, config }) => {
      const [old, flow] = [state.functions.get(id)?.flow, decodeFlow(config)];
      const isSame = JSON.stringify([old?.concurrency, old?.throttle]) === JSON.stringify([flow.concurrency, flow.throttle]);
      return old === undefined || isSame ? [] : [[id, { id, flow }] as const];
    }),
  );
  if (changed.size === 0) return [];
  return [...state.runs.values()].flatMap((run): EngineFactBody[] => {
    const [fn, event] = [changed.get(run.fn), run.events[0]];
    const gates = fn === undefined || event === undefined ? run.gates : (gatesOf(fn, event, now) ?? defaultGates(run.fn));
    return JSON.stringify(gates) === JSON.stringify(run.gates) ? [] : [{ type: "run.rules.changed", runId: run.runId, fn: run.fn, gates }];
  });
}
