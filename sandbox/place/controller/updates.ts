// What a page is told: each stored fact in order, and that the place has changed. On the way each fact passes through the ledger.
import type { Fact } from "../../log/facts.ts";
import type { PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import { strikes } from "./boundary.ts";
import type { Uses } from "./controller-state.ts";
import type { HostDeath } from "./hosting.ts";
import { enter } from "./ledger.ts";
import { placeView, type ShowsPlace } from "./place-view.ts";
import { type Flows, reflow } from "./time.ts";

type Tells = ShowsPlace & Uses<"listeners">;
/** What a stored fact may move. */
export type Hears = Tells & Flows & HostDeath & Uses<"ledger" | "observe", { pulse: "beat" }>;

/** Every stored fact passes here, in order. */
export function hear(controller: Hears, facts: readonly Fact[]): void {
  if (facts.length === 0) return;
  controller.pulse.beat();
  for (const fact of facts) enter(controller.ledger, fact);
  for (const told of controller.ledger.changes.take()) void controller.observe(told);
  for (const fact of facts) {
    if (fact.type === "sleep.started") strikes(controller, { boundary: "in sleep", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
    if (fact.type === "wait.registered") strikes(controller, { boundary: "in wait", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
  }
  reflow(controller);
  tell(controller, facts);
}

/** The place is looked at when a listener asks for it: many updates in a row need it once. */
function tell(controller: Tells, facts: readonly Fact[]): void {
  if (controller.listeners.size === 0) return;
  let place: PlaceView | undefined;
  const update: SessionUpdate = {
    facts,
    get place() {
      return (place ??= placeView(controller));
    },
  };
  for (const listener of controller.listeners) listener(update);
}

/** Tells listeners that only the place has changed, once for all changes of one moment. */
export function createAnnouncer(): (controller: Tells & Flows) => void {
  let announced = false;
  return (controller) => {
    reflow(controller);
    if (announced || controller.listeners.size === 0) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      tell(controller, []);
    });
  };
}
