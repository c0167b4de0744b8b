// Where held runs stand until somebody presses, oldest first.
import type { Boundary } from "../../log/facts.ts";

export type HeldRun = {
  readonly runId: string;
  readonly fn: string;
  readonly boundary: Boundary;
  readonly stepId?: string;
  readonly kind?: string;
};
/** How a hold ended: released by a press, or because the host or the engine died. */
export type HoldEnd = "released" | "dead";

export interface Gates {
  hold(run: HeldRun): Promise<HoldEnd>;
  list(): readonly HeldRun[];
  /** Ends this hold, which is one of the list. */
  release(run: HeldRun): void;
  killAll(): void;
}

export function createGates(): Gates {
  const gates: { readonly run: HeldRun; end(how: HoldEnd): void }[] = [];
  return {
    hold: (run) => new Promise((end) => gates.push({ run, end })),
    list: () => gates.map(({ run }) => run),
    release(run) {
      const at = gates.findIndex((gate) => gate.run === run);
      if (at >= 0) for (const gate of gates.splice(at, 1)) gate.end("released");
    },
    killAll: () => gates.splice(0).forEach((gate) => gate.end("dead")),
  };
}
