// The named boundaries of a run: where it may be held, and where an armed crash strikes.
import type { Boundary } from "../../log/facts.ts";
import { isElsewhere } from "./acts.ts";
import type { Uses } from "./controller-state.ts";
import type { HeldRun } from "./gates.ts";
import { type HostDeath, killHost } from "./hosting.ts";
import { heldKey } from "./ledger.ts";

export type Crossing = {
  readonly boundary: Boundary;
  readonly runId: string;
  readonly fn: string;
  readonly callId?: string | undefined;
  readonly stepId?: string | undefined;
  /** Kinds of effect that are about to happen, or that the step has had. */
  readonly kinds?: readonly string[];
};

/** What it takes to hold a run at a boundary, or to let its host die there. */
export type Boundaries = HostDeath & Uses<"holds" | "observe" | "changed", { ledger: "armed" | "heldOnce"; calls: "hold"; gates: "hold" }>;
type Strikes = HostDeath & Uses<never, { ledger: "armed" }>;
export type Releases = Uses<"observe" | "changed", { gates: "list" | "release"; ledger: "act" | "acts" }>;

type Pattern = { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string };

/** Whether the run may cross: at once, after a press, or not at all because its host died here. */
export async function cross(controller: Boundaries, at: Crossing): Promise<"go" | "dead"> {
  if (strikes(controller, at)) return "dead";
  const held = holdFor(controller, at);
  if (held === undefined) return "go";
  const leave = controller.calls.hold(at.callId);
  void controller.observe({ type: "run.held", ...held });
  const end = controller.gates.hold(held);
  controller.changed();
  const how = await end;
  leave();
  controller.changed();
  if (how === "dead") return "dead";
  return strikes(controller, at) ? "dead" : "go";
}

/** An armed crash that is due here: kills the host. */
export function strikes(controller: Strikes, at: Crossing): boolean {
  const { armed } = controller.ledger;
  if (armed === undefined || controller.host.status !== "up" || !matches(armed, at)) return false;
  void killHost(controller, { at: at.boundary, by: "armed", runId: at.runId, ...(at.stepId === undefined ? {} : { stepId: at.stepId }) });
  return true;
}

/** Lets the oldest held run of the open act go on; false when none is held. */
export function releaseOldest(controller: Releases): boolean {
  const oldest = controller.gates.list().find(({ runId }) => !isElsewhere(controller, runId));
  if (oldest === undefined) return false;
  void controller.observe({ type: "run.released", ...oldest });
  controller.gates.release(oldest);
  controller.changed();
  return true;
}

/** Lets every held run go on. */
export function releaseAll(controller: Releases): void {
  while (releaseOldest(controller));
}

// A run is held once at each boundary of a step: after a crash there its retry passes, so that no crash repeats for ever.
function holdFor(controller: Uses<"holds", { ledger: "heldOnce" }>, at: Crossing): HeldRun | undefined {
  const hold = controller.holds.find((one) => matches(one, at));
  if (hold === undefined) return undefined;
  const run: HeldRun = {
    runId: at.runId,
    fn: at.fn,
    boundary: at.boundary,
    ...(at.stepId === undefined ? {} : { stepId: at.stepId }),
    ...(hold.kind === undefined ? {} : { kind: hold.kind }),
  };
  return controller.ledger.heldOnce.has(heldKey(run)) ? undefined : run;
}

function matches({ boundary, stepId, kind }: Pattern, at: Crossing): boolean {
  return (
    boundary === at.boundary && (stepId === undefined || stepId === at.stepId) && (kind === undefined || (at.kinds ?? []).includes(kind))
  );
}
