// Cron ticks in the state: the next tick of every trigger, with its entry in the agenda.
import type { FactOf } from "../../log/facts.ts";
import { keyOf, type EngineState } from "./state.ts";

export function scheduleTick(state: EngineState, { fn, cron, scheduledAt, fireAt }: FactOf<"cron.scheduled">): void {
  dropTick(state, { fn, cron });
  const key = keyOf(fn, cron);
  const { order } = state.agenda.add(scheduledAt, { type: "cron", key });
  state.crons.set(key, { fn, cron, scheduledAt, fireAt, entry: order });
}

export function dropTick(state: EngineState, { fn, cron }: { readonly fn: string; readonly cron: string }): void {
  const tick = state.crons.get(keyOf(fn, cron));
  if (tick === undefined) return;
  state.agenda.cancel(tick.entry);
  state.crons.delete(keyOf(fn, cron));
}
