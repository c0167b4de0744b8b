// The situation in which a control is pressed, from what the page follows already: the same as `situationOf` tells from a whole log.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Situation } from "../../../../sandbox/labs/kit/controls.ts";
import type { PlaceModel } from "./place-model.ts";
import { isOpen, type RequestView } from "./requests.ts";
import { hasEnded, type RunView } from "./runs.ts";

type Seen = {
  readonly place: Pick<PlaceModel, "opened" | "place">;
  readonly runs: ReadonlySignal<readonly RunView[]>;
  readonly requests: ReadonlySignal<readonly RequestView[]>;
};

export function situation({ place, runs, requests }: Seen): Situation {
  const view = place.place.value;
  // Before the place is open, the runs on show are those of the recording.
  const all = place.opened.value ? runs.value : [];
  const newest = all.at(-1);
  return {
    host: view?.host ?? "none",
    armed: view?.armed !== undefined,
    checkpointing: view?.checkpointing ?? true,
    faults: view?.faults ?? [],
    paused: view?.clock.paused === true,
    due: view?.clock.next !== undefined,
    unfinished: all.some((run) => !hasEnded(run)),
    newest: newest === undefined ? "none" : hasEnded(newest) ? "ended" : "unfinished",
    failedRuns: all.filter((run) => run.status === "failed").length,
    openRequests: requests.value.filter(isOpen).length,
  };
}

/** Resolves once the host is no longer starting: what was pressed in a lab that was not open yet is decided then, and not lost. */
export const started = ({ place }: Pick<Seen, "place">): Promise<void> =>
  new Promise((resolve) => {
    const isStarting = computed(() => place.place.value?.host === "starting");
    const stop = isStarting.subscribe((now) => {
      if (now) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
