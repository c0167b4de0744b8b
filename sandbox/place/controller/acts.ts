// The acts of a lab: each starts clean. Switches, faults and speed go back as an act is entered; runs that an earlier act has left
// unfinished are ended as soon as something begins in this one, so that a look at another act costs nobody their sleeping run.
import type { Upcoming } from "../../engine/engine.ts";
import type { Uses } from "./controller-state.ts";
import { type HostDeath, type HostStart, killHost, startHost } from "./hosting.ts";

export const ARCHIVED = "another act began";

/** What entering an act touches. */
export type Enters = Uses<
  "observe" | "changed",
  { engine: "setCheckpointing"; ledger: "act" | "armed" | "checkpointing" | "faults" | "rate" | "paused" }
>;
type Belongs = Uses<never, { ledger: "act" | "acts" }>;
/** What ends the runs of earlier acts. */
export type Archives = HostDeath &
  HostStart &
  Belongs &
  Uses<never, { engine: "cancel"; ledger: "unfinished" | "hostDown" | "killedIn"; gates: "list" }>;

/** The learner has opened an act: recorded when it is another than before, with what goes back to how an act begins. */
export async function enterAct(controller: Enters, act: string): Promise<void> {
  const { ledger, observe } = controller;
  const { act: before, armed, checkpointing, faults, rate, paused } = ledger;
  if (before === act) return;
  await observe({ type: "act.entered", act });
  if (before !== undefined) {
    if (armed !== undefined) await observe({ type: "fault.disarmed" });
    for (const fault of faults) await observe({ type: "fault.switched", fault, on: false });
    if (rate !== 0 || paused) await observe({ type: "clock.rate", rate: 0, paused: false });
    if (!checkpointing) await controller.engine.setCheckpointing(true);
  }
  controller.changed();
}

/** Whether a run was begun in another act than the one that is open. */
export function isElsewhere({ ledger }: Belongs, runId: string): boolean {
  const begun = ledger.acts.get(runId);
  return ledger.act !== undefined && begun !== undefined && begun !== ledger.act;
}

/** Whether what comes next is a run of another act: no press of this one wakes it. */
export const waitsElsewhere = (controller: Belongs, next: Upcoming | undefined): boolean =>
  next !== undefined && "runId" in next && isElsewhere(controller, next.runId);

/** Something is about to begin in this act: what earlier ones have left unfinished ends, and a host that died there comes back. */
export async function archiveOthers(controller: Archives): Promise<void> {
  const { ledger, engine } = controller;
  const left = [...ledger.unfinished].filter((runId) => isElsewhere(controller, runId));
  for (const runId of left) await engine.cancel(runId, ARCHIVED);
  const diedElsewhere = ledger.hostDown && ledger.killedIn !== ledger.act && ledger.act !== undefined;
  // A run that is held would stand in the host's way for ever.
  const held = controller.gates.list().some(({ runId }) => left.includes(runId));
  if (held) await killHost(controller, { at: "at once", by: "lab" });
  if (held || diedElsewhere) await startHost(controller, "lab");
}
