// Decide: from the state and one input, the facts that follow at once, and what is to be done when they are stored.
// Pure: reads the state and changes nothing. Time and random numbers come with `env` alone (L12).
import { assertNever } from "../../protocol/shape.ts";
import { decideCancel } from "./cancel.ts";
import { decideCheckpoint, decideCheckpointEnd } from "./checkpoint.ts";
import { decideDrain, decidePrune, decideReadRun, decideRefused, decideRegister, decideStartUp, decideSwitch } from "./control.ts";
import type { Decision, Env, Input } from "./decision.ts";
import { decideDue } from "./due.ts";
import { decideFetched } from "./gateway.ts";
import { decideEvent, decideInternal, decideInvoke, decideRerun, decideRunEnded } from "./intake.ts";
import { decideInvokeByHand } from "./invoke-by-hand.ts";
import { decideGatewayRequest } from "./open-steps.ts";
import { decideCancelMany, decidePauseFunction } from "./recovery.ts";
import { decideReply, decideReplyEnd, decideUnreachable } from "./reply.ts";
import { decideSignal } from "./signals.ts";
import type { EngineState } from "./state.ts";
import { decideOp } from "./steps.ts";

type Of<T extends Input["type"]> = Extract<Input, { type: T }>;

export function decide(state: EngineState, input: Input, env: Env): Decision {
  switch (input.type) {
    case "start":
      return decideStartUp(state, input);
    case "register":
      return decideRegister(state, input, env);
    case "checkpointing":
    case "pause":
    case "resume":
      return decideSwitch(state, input);
    case "drain":
    case "drained":
      return decideDrain(state, input);
    case "refused":
    case "webhook-rejected":
      return decideRefused(input);
    case "event":
      return decideEvent(state, input, env);
    case "signal":
      return decideSignal(state, input, env);
    case "due":
      return decideDue(state, env);
    case "reply":
    case "unreachable":
    case "checkpoint":
    case "op":
    case "reply-end":
    case "checkpoint-end":
    case "fetched":
    case "read-run":
      return fromApp(state, input, env);
    case "gateway-request":
    case "internal-event":
    case "run-ended":
    case "invoke":
      return consequence(state, input, env);
    case "cancel-run":
    case "cancel-many":
    case "forget-cancellation":
    case "pause-function":
    case "invoke-by-hand":
    case "rerun":
    case "prune":
      return byHand(state, input, env);
    default:
      return assertNever(input);
  }
}

type FromApp = "reply" | "unreachable" | "checkpoint" | "op" | "reply-end" | "checkpoint-end" | "fetched" | "read-run";

/** What the app says about a call, as a whole and op by op, what it asks for meanwhile, and answers to the requests of its steps. */
function fromApp(state: EngineState, input: Of<FromApp>, env: Env): Decision {
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
    case "fetched":
      return decideFetched(state, input, env);
    case "read-run":
      return decideReadRun(state, input);
  }
}

/** Inputs that other decisions have returned as `next`. */
function consequence(state: EngineState, input: Of<"gateway-request" | "internal-event" | "run-ended" | "invoke">, env: Env): Decision {
  switch (input.type) {
    case "gateway-request":
      return decideGatewayRequest(state, input);
    case "internal-event":
      return decideInternal(state, input.event, env);
    case "run-ended":
      return decideRunEnded(state, input.end, input.result, env);
    case "invoke":
      return decideInvoke(state, input, env);
  }
}

type ByHand = "cancel-run" | "cancel-many" | "forget-cancellation" | "pause-function" | "invoke-by-hand" | "rerun" | "prune";

/** What a person or a rule asks for about runs and functions. */
function byHand(state: EngineState, input: Of<ByHand>, env: Env): Decision {
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
    case "rerun":
      return decideRerun(state, input, env);
    case "prune":
      return decidePrune(state, input);
  }
}
