// What the controller itself is doing, as a page shows it.
import type { ClockView, PlaceView } from "../../session/lab-session.ts";
import type { Instant } from "../../log/facts.ts";
import { isElsewhere, waitsElsewhere } from "./acts.ts";
import { dueOf } from "./agenda.ts";
import type { Uses } from "./controller-state.ts";

type ShowsClock = Uses<"clock", { ledger: "rate" | "paused" | "act" | "acts"; gates: "list"; engine: "upcoming"; calls: "nextWait" }>;
export type ShowsPlace = ShowsClock &
  Uses<"host", { ledger: "contained" | "armed" | "checkpointing" | "faults" | "version"; calls: "size" }>;

export function placeView(controller: ShowsPlace): PlaceView {
  const { ledger, host, calls } = controller;
  const held = heldHere(controller).map(({ runId, boundary, stepId }) => ({
    runId,
    boundary,
    ...(stepId === undefined ? {} : { stepId }),
  }));
  return {
    host: host.status,
    contained: ledger.contained,
    callsInFlight: calls.size,
    held,
    ...(ledger.armed === undefined ? {} : { armed: ledger.armed }),
    checkpointing: ledger.checkpointing,
    faults: [...ledger.faults],
    codeVersion: ledger.version,
    clock: clockView(controller),
  };
}

/** What an earlier act has left is not to be woken here: it is not shown either. */
const heldHere = (controller: ShowsClock) => controller.gates.list().filter(({ runId }) => !isElsewhere(controller, runId));

function clockView(controller: ShowsClock): ClockView {
  const { clock, ledger, engine, calls } = controller;
  const { rate, paused } = ledger;
  const [held] = heldHere(controller);
  const upcoming = engine.upcoming();
  const next =
    held === undefined
      ? sooner(waitsElsewhere(controller, upcoming) ? undefined : dueOf(upcoming), calls.nextWait("long"))
      : { kind: "held" as const, at: clock.now(), label: `${held.boundary}${held.stepId === undefined ? "" : ` "${held.stepId}"`}` };
  return { now: clock.now(), rate, paused, ...(next === undefined ? {} : { next }) };
}

function sooner(due: ClockView["next"], timer: Instant | undefined): ClockView["next"] {
  if (timer === undefined || (due !== undefined && due.at <= timer)) return due;
  return { kind: "wait", at: timer, label: "a timer in the code rings" };
}
