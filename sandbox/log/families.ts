// The two families of facts (L12): engine facts follow from the wire and the clock and are folded for decisions;
// observations come from the place. The tables are complete by type: a new fact breaks the build until it has a family.
import type { EngineFact, EngineFactBody, Fact, FactType, Observation, ObservationBody } from "./facts.ts";

const ENGINE: { readonly [type in EngineFactBody["type"]]: true } = {
  "engine.started": true,
  "engine.restarted": true,
  "engine.draining": true,
  "engine.drained": true,
  "app.registered": true,
  "event.received": true,
  "event.deduped": true,
  "defer.added": true,
  "defer.aborted": true,
  "defer.rejected": true,
  "event.unmatched": true,
  "run.created": true,
  "run.skipped": true,
  "run.queued": true,
  "run.rules.changed": true,
  "event.skipped": true,
  "event.batched": true,
  "batch.closed": true,
  "event.debounced": true,
  "debounce.closed": true,
  "run.started": true,
  "run.completed": true,
  "run.failed": true,
  "run.cancelled": true,
  "run.pruned": true,
  "call.sent": true,
  "call.answered": true,
  "call.failed": true,
  "call.ignored": true,
  "call.held": true,
  "calls.paused": true,
  "calls.resumed": true,
  "step.planned": true,
  "step.completed": true,
  "step.failed": true,
  "step.retry.scheduled": true,
  "sleep.started": true,
  "sleep.ended": true,
  "wait.registered": true,
  "wait.matched": true,
  "wait.timedout": true,
  "invoke.started": true,
  "invoke.ended": true,
  "signal.registered": true,
  "signal.matched": true,
  "signal.timedout": true,
  "signal.unmatched": true,
  "gateway.started": true,
  "gateway.ended": true,
  "cancellation.created": true,
  "cancellation.deleted": true,
  "cron.scheduled": true,
  "cron.fired": true,
  "cron.cancelled": true,
  "function.paused": true,
  "function.resumed": true,
  "webhook.rejected": true,
  "checkpointing.set": true,
  "protocol.violated": true,
};

const OBSERVED: { readonly [type in ObservationBody["type"]]: true } = {
  "host.started": true,
  "host.killed": true,
  "host.contained": true,
  "code.deployed": true,
  "transforms.saved": true,
  "code.rejected": true,
  "handler.entered": true,
  "handler.left": true,
  "step.started": true,
  "step.memo": true,
  "step.unasked": true,
  "step.inserted": true,
  "step.moved": true,
  "step.counted": true,
  effect: true,
  cost: true,
  "service.refused": true,
  console: true,
  "run.held": true,
  "run.released": true,
  "fault.armed": true,
  "fault.disarmed": true,
  "fault.switched": true,
  "clock.moved": true,
  "clock.rate": true,
  "time.away": true,
  "act.entered": true,
  "request.decided": true,
  "solution.shown": true,
};

export function isEngineFact(fact: Fact): fact is EngineFact {
  return Object.hasOwn(ENGINE, fact.type);
}

export function isObservation(fact: Fact): fact is Observation {
  return Object.hasOwn(OBSERVED, fact.type);
}

export function isFactType(type: string): type is FactType {
  return Object.hasOwn(ENGINE, type) || Object.hasOwn(OBSERVED, type);
}
