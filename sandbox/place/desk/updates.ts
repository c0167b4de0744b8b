// What a page is told: each stored fact in order, and that the place has changed. On the way each fact passes through the ledger.
import type { Fact } from "../../log/facts.ts";
import type { PlaceView, SessionUpdate } from "../../session/lab-session.ts";
import { strikes } from "./boundary.ts";
import type { Uses } from "./desk-state.ts";
import type { HostDeath } from "./hosting.ts";
import { enter } from "./ledger.ts";
import { placeView, type ShowsPlace } from "./place-view.ts";
import { type Flows, reflow } from "./time.ts";

type Tells = ShowsPlace & Uses<"listeners">;
/** What a stored fact may move. */
export type Hears = Tells & Flows & HostDeath & Uses<"ledger" | "observe", { pulse: "beat" }>;

/** Every stored fact passes here, in order. */
export function hear(desk: Hears, facts: readonly Fact[]): void {
  if (facts.length === 0) return;
  desk.pulse.beat();
  for (const fact of facts) enter(desk.ledger, fact);
  for (const told of desk.ledger.changes.take()) void desk.observe(told);
  for (const fact of facts) {
    if (fact.type === "sleep.started") strikes(desk, { boundary: "in sleep", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
    if (fact.type === "wait.registered") strikes(desk, { boundary: "in wait", runId: fact.runId, fn: fact.fn, stepId: fact.stepId });
  }
  reflow(desk);
  tell(desk, facts);
}

/** The place is looked at when a listener asks for it: many updates in a row need it once. */
function tell(desk: Tells, facts: readonly Fact[]): void {
  if (desk.listeners.size === 0) return;
  let place: PlaceView | undefined;
  const update: SessionUpdate = {
    facts,
    get place() {
      return (place ??= placeView(desk));
    },
  };
  for (const listener of desk.listeners) listener(update);
}

/** Tells listeners that only the place has changed, once for all changes of one moment. */
export function createAnnouncer(): (desk: Tells & Flows) => void {
  let announced = false;
  return (desk) => {
    reflow(desk);
    if (announced || desk.listeners.size === 0) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      tell(desk, []);
    });
  };
}
