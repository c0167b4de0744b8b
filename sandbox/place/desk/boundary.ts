// The named boundaries of a run: where it may be held, and where an armed crash strikes.
import type { Boundary } from "../../log/facts.ts";
import { observe, type Core } from "./core.ts";
import type { HeldRun } from "./gates.ts";
import { killHost } from "./hosting.ts";
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

type Pattern = { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string };

/** Whether the run may cross: at once, after a press, or not at all because its host died here. */
export async function cross(core: Core, at: Crossing): Promise<"go" | "dead"> {
  if (strikes(core, at)) return "dead";
  const held = holdFor(core, at);
  if (held === undefined) return "go";
  const leave = core.calls.hold(at.callId);
  void observe(core, { type: "run.held", ...held });
  const end = core.gates.hold(held);
  core.changed();
  const how = await end;
  leave();
  core.changed();
  if (how === "dead") return "dead";
  return strikes(core, at) ? "dead" : "go";
}

/** An armed crash that is due here: kills the host. */
export function strikes(core: Core, at: Crossing): boolean {
  const { armed } = core.ledger;
  if (armed === undefined || core.host.status !== "up" || !matches(armed, at)) return false;
  void killHost(core, { at: at.boundary, by: "armed", runId: at.runId, ...(at.stepId === undefined ? {} : { stepId: at.stepId }) });
  return true;
}

/** Lets the oldest held run go on; false when none is held. */
export function releaseOldest(core: Core): boolean {
  const [oldest] = core.gates.list();
  if (oldest === undefined) return false;
  void observe(core, { type: "run.released", ...oldest });
  core.gates.releaseOldest();
  core.changed();
  return true;
}

// A run is held once at each place: after a crash there, its retry passes, and one press never becomes a loop of them.
function holdFor(core: Core, at: Crossing): HeldRun | undefined {
  const hold = core.holds.find((one) => matches(one, at));
  if (hold === undefined) return undefined;
  const run: HeldRun = {
    runId: at.runId,
    fn: at.fn,
    boundary: at.boundary,
    ...(at.stepId === undefined ? {} : { stepId: at.stepId }),
    ...(hold.kind === undefined ? {} : { kind: hold.kind }),
  };
  return core.ledger.heldOnce.has(heldKey(run)) ? undefined : run;
}

function matches({ boundary, stepId, kind }: Pattern, at: Crossing): boolean {
  return (
    boundary === at.boundary && (stepId === undefined || stepId === at.stepId) && (kind === undefined || (at.kinds ?? []).includes(kind))
  );
}
