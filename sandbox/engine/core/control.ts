// Control of the engine itself: its start, switches and drain, registrations, and what is dropped from the log.
import { LOG_VERSION, type EngineFactBody } from "../../log/facts.ts";
import { memosAsSent } from "./calls.ts";
import { rescheduled } from "./cron.ts";
import { NOTHING, type Decision, type Env, type Input } from "./decision.ts";
import { asWireEvent } from "./finish.ts";
import { changedRules } from "./flow-start.ts";
import type { EngineState } from "./state.ts";

/** A new log starts with generation 1; each later start raises it, which fences the calls of the engine before (L11). */
export function decideStartUp(state: EngineState, { seed, checkpointing }: Extract<Input, { type: "start" }>): Decision {
  const generation = state.generation + 1;
  if (state.generation > 0) return { facts: [{ type: "engine.restarted", generation }] };
  return { facts: [{ type: "engine.started", logVersion: LOG_VERSION, seed, generation, checkpointing }] };
}

/** A switch that is in the wanted position already gives no fact. */
export function decideSwitch(state: EngineState, input: Extract<Input, { type: "checkpointing" | "pause" | "resume" }>): Decision {
  switch (input.type) {
    case "checkpointing":
      return input.on === state.checkpointing ? NOTHING : { facts: [{ type: "checkpointing.set", on: input.on }] };
    case "pause":
      return state.paused === input.reason ? NOTHING : { facts: [{ type: "calls.paused", reason: input.reason }] };
    case "resume":
      return state.paused === undefined ? NOTHING : { facts: [{ type: "calls.resumed", reason: input.reason }] };
  }
}

/** From now on no call goes out. `drained`: those in flight have ended, and the engine stops. */
export function decideDrain(state: EngineState, input: Extract<Input, { type: "drain" | "drained" }>): Decision {
  if (input.type === "drained") return { facts: [{ type: "engine.drained" }] };
  return state.draining === undefined ? { facts: [{ type: "engine.draining", reason: input.reason }] } : NOTHING;
}

/** The same configuration again gives no fact; the app is told that nothing was modified (protocol.md 1.4). */
export function decideRegister(state: EngineState, { registration }: Extract<Input, { type: "register" }>, env: Env): Decision {
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
export function decideReadRun(state: EngineState, { runId, part }: Extract<Input, { type: "read-run" }>): Decision {
  const run = state.runs.get(runId);
  if (run === undefined) return { facts: [], answer: { type: "run-part", value: undefined } };
  return { facts: [], answer: { type: "run-part", value: part === "batch" ? run.events.map(asWireEvent) : memosAsSent(run) } };
}

/** L4: a finished run may be dropped whole, as a fact; its idempotency key stays until it expires (L8). */
export function decidePrune(state: EngineState, { runId, facts }: Extract<Input, { type: "prune" }>): Decision {
  if (state.runs.has(runId)) return NOTHING;
  const found = [...state.tombstones.values()].find((tombstone) => tombstone.runId === runId);
  const claim = found === undefined ? {} : { claim: { fn: found.fn, id: found.id, until: found.until } };
  return { facts: [{ type: "run.pruned", runId, facts, ...claim }] };
}

/** A request that was refused: nothing follows from it but the fact that says so. */
export function decideRefused(input: Extract<Input, { type: "refused" | "webhook-rejected" }>): Decision {
  if (input.type === "refused") return { facts: [{ type: "protocol.violated", what: input.what }] };
  return { facts: [{ type: "webhook.rejected", webhook: input.webhook, why: input.why }] };
}
