// Decide: from the state and one input, the facts that follow at once, and what is to be done when they are stored.
// Pure: reads the state and changes nothing. Time and random numbers come with `env` alone (L12).
import { LOG_VERSION, type EngineFactBody } from "../../log/facts.ts";
import { assertNever } from "../../protocol/shape.ts";
import { memosAsSent } from "./calls.ts";
import { decideCancel } from "./cancel.ts";
import { decideCheckpoint, decideCheckpointEnd } from "./checkpoint.ts";
import { asWireEvent } from "./finish.ts";
import { NOTHING, type Decision, type Env, type Input } from "./decision.ts";
import { decideEvent, decideInternal, decideInvoke, decideRerun, decideRunEnded } from "./intake.ts";
import { decideInvokeByHand } from "./invoke-by-hand.ts";
import { rescheduled } from "./cron.ts";
import { decideDue } from "./due.ts";
import { changedRules } from "./flow-start.ts";
import { decideFetched } from "./gateway.ts";
import { decideGatewayRequest } from "./open-steps.ts";
import { decideReply, decideReplyEnd, decideUnreachable } from "./reply.ts";
import { decideCancelMany, decidePauseFunction } from "./recovery.ts";
import { decideSignal } from "./signals.ts";
import { decideOp } from "./steps.ts";
import type { EngineState } from "./state.ts";

export function decide(state: EngineState, input: Input, env: Env): Decision {
  switch (input.type) {
    case "start":
      return start(state, input);
    case "event":
      return decideEvent(state, input, env);
    case "register":
      return register(state, input, env);
    case "refused":
    case "webhook-rejected":
      return refused(input);
    case "reply":
    case "unreachable":
    case "checkpoint":
    case "op":
    case "reply-end":
    case "checkpoint-end":
      return fromApp(state, input, env);
    case "cancel-run":
    case "cancel-many":
    case "forget-cancellation":
    case "pause-function":
    case "invoke-by-hand":
      return byHand(state, input, env);
    case "signal":
      return decideSignal(state, input, env);
    case "gateway-request":
      return decideGatewayRequest(state, input);
    case "fetched":
      return decideFetched(state, input, env);
    case "read-run":
      return readRun(state, input);
    case "rerun":
      return decideRerun(state, input, env);
    case "checkpointing":
    case "pause":
    case "resume":
      return switched(state, input);
    case "drain":
    case "drained":
      return drain(state, input);
    case "prune":
      return prune(state, input);
    case "due":
      return decideDue(state, env);
    case "internal-event":
      return decideInternal(state, input.event, env);
    case "run-ended":
      return decideRunEnded(state, input.end, input.result, env);
    case "invoke":
      return decideInvoke(state, input, env);
    default:
      return assertNever(input);
  }
}

type FromApp = "reply" | "unreachable" | "checkpoint" | "op" | "reply-end" | "checkpoint-end";

/** What the app says about a call, as a whole and op by op. */
function fromApp(state: EngineState, input: Extract<Input, { type: FromApp }>, env: Env): Decision {
  switch (input.type) {
    case "reply":
      return decideReply(state, input, env);
    case "unreachable":
      return decideUnreachable(state, input, env);
    case "checkpoint":
      return decideCheckpoint(state, input);
    case "op":
      return decideOp(state, input, env);
    case "reply-end":
      return decideReplyEnd(state, input, env);
    case "checkpoint-end":
      return decideCheckpointEnd(state, input);
  }
}

/** A request that was refused: nothing follows from it but the fact that says so. */
function refused(input: Extract<Input, { type: "refused" | "webhook-rejected" }>): Decision {
  if (input.type === "refused") return { facts: [{ type: "protocol.violated", what: input.what }] };
  return { facts: [{ type: "webhook.rejected", webhook: input.webhook, why: input.why }] };
}

type ByHand = "cancel-run" | "cancel-many" | "forget-cancellation" | "pause-function" | "invoke-by-hand";

/** What a person asks for: to cancel a run or many, to pause a function, to start one. */
function byHand(state: EngineState, input: Extract<Input, { type: ByHand }>, env: Env): Decision {
  switch (input.type) {
    case "cancel-run":
      return decideCancel(state, input, env);
    case "cancel-many":
      return decideCancelMany(state, input, env);
    case "forget-cancellation":
      return { facts: [{ type: "cancellation.deleted", id: input.id }] };
    case "pause-function":
      return decidePauseFunction(state, input);
    case "invoke-by-hand":
      return decideInvokeByHand(state, input, env);
  }
}

function drain(state: EngineState, input: Extract<Input, { type: "drain" | "drained" }>): Decision {
  if (input.type === "drained") return { facts: [{ type: "engine.drained" }] };
  return state.draining === undefined ? { facts: [{ type: "engine.draining", reason: input.reason }] } : NOTHING;
}

function start(state: EngineState, { seed, checkpointing }: Extract<Input, { type: "start" }>): Decision {
  const generation = state.generation + 1;
  if (state.generation > 0) return { facts: [{ type: "engine.restarted", generation }] };
  return { facts: [{ type: "engine.started", logVersion: LOG_VERSION, seed, generation, checkpointing }] };
}

/** A switch that is in the wanted position already gives no fact. */
function switched(state: EngineState, input: Extract<Input, { type: "checkpointing" | "pause" | "resume" }>): Decision {
  switch (input.type) {
    case "checkpointing":
      return input.on === state.checkpointing ? NOTHING : { facts: [{ type: "checkpointing.set", on: input.on }] };
    case "pause":
      return state.paused === input.reason ? NOTHING : { facts: [{ type: "calls.paused", reason: input.reason }] };
    case "resume":
      return state.paused === undefined ? NOTHING : { facts: [{ type: "calls.resumed", reason: input.reason }] };
  }
}

/** The same configuration again gives no fact; the app is told that nothing was modified (protocol.md 1.4). */
function register(state: EngineState, { registration }: Extract<Input, { type: "register" }>, env: Env): Decision {
  const { app, url, sdk } = registration;
  const functions = registration.functions.map(({ id, name, triggers, config }) => ({
    id,
    name,
    triggers: triggers.map((trigger) => (trigger.type === "event" ? trigger.event : trigger.cron)),
    config,
  }));
  const known = state.apps.get(app);
  const modified = known === undefined || JSON.stringify([known.url, known.sdk, known.functions]) !== JSON.stringify([url, sdk, functions]);
  const facts: EngineFactBody[] = modified
    ? [
        { type: "app.registered", app, url, sdk, functions },
        ...rescheduled(state, app, registration.functions, env.now),
        ...changedRules(state, registration.functions, env.now),
      ]
    : [];
  return { facts, answer: { type: "registered", modified } };
}

/** What a call with `use_api` leaves out of its body: the SDK reads it while the run is unfinished (protocol.md 2.9). */
function readRun(state: EngineState, { runId, part }: Extract<Input, { type: "read-run" }>): Decision {
  const run = state.runs.get(runId);
  if (run === undefined) return { facts: [], answer: { type: "run-part", value: undefined } };
  return { facts: [], answer: { type: "run-part", value: part === "batch" ? run.events.map(asWireEvent) : memosAsSent(run) } };
}

/** L4: a finished run may be dropped whole, as a fact; its idempotency key stays until it expires (L8). */
function prune(state: EngineState, { runId, facts }: Extract<Input, { type: "prune" }>): Decision {
  if (state.runs.has(runId)) return NOTHING;
  const found = [...state.tombstones.values()].find((tombstone) => tombstone.runId === runId);
  const claim = found === undefined ? {} : { claim: { fn: found.fn, id: found.id, until: found.until } };
  return { facts: [{ type: "run.pruned", runId, facts, ...claim }] };
}
