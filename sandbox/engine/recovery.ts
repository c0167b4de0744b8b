// Recovery: rerun, replay, cancellation and pause (protocol.md 6.5).
import type { FactOf } from "../log/facts.ts";
import type { CancelFilter } from "./core/decision.ts";
import { cancellationsOf, rerunOf, rerunsFor, type FromStep, type ReplayFilter, type Rerun } from "./history.ts";
import type { Loop } from "./loop.ts";
import type { EventStore } from "./ports/event-store.ts";

export type { CancelFilter } from "./core/decision.ts";

export type Cancellation = { readonly id: string; readonly runIds: readonly string[] };

export interface Recovery {
  /** Starts a new run with the same events: from the top, or from a step, with the results that were memoized before it. Resolves
   * with the new run's id, or `undefined` when the run is unknown. Rejects with `RerunStepUnknown`. */
  rerun(runId: string, from?: FromStep): Promise<string | undefined>;
  /** Reruns every run that the filter matches, and starts runs for skipped events. Resolves with the ids of the new runs. */
  replay(filter: ReplayFilter): Promise<readonly string[]>;
  /** Ends an unfinished run at its next step boundary (L10): a call in flight goes on in the app, and its answer is ignored. */
  cancel(runId: string, because?: string): Promise<"cancelled" | "ended" | "unknown">;
  /** Ends every unfinished run that the filter matches. Resolves with their ids, and with that of the bulk cancellation. */
  cancelMany(filter: CancelFilter, because?: string): Promise<Cancellation>;
  /** The bulk cancellations that have not been deleted, newest first. */
  cancellations(): Promise<readonly FactOf<"cancellation.created">[]>;
  /** Deletes a bulk cancellation from the list; the runs that it has ended stay ended. */
  forgetCancellation(id: string): Promise<void>;
  /** From now on no event starts a run of this function; unfinished runs go on. */
  pauseFunction(fn: string): Promise<void>;
  resumeFunction(fn: string): Promise<void>;
}

export function createRecovery(loop: Loop, store: EventStore, isUnfinished: (runId: string) => boolean): Recovery {
  async function start(rerun: Rerun | undefined): Promise<string | undefined> {
    const answer = rerun === undefined ? undefined : await loop.submit({ type: "rerun", ...rerun });
    return answer?.type === "rerun" ? answer.runId : undefined;
  }
  return {
    rerun: async (runId, from) => start(await rerunOf(store, runId, from)),
    replay: async (filter) => {
      const started = await Promise.all((await rerunsFor(store, filter)).map(start));
      return started.filter((runId) => runId !== undefined);
    },
    cancel: async (runId, because = "cancelled by hand") => {
      if (!isUnfinished(runId)) return (await store.readRun(runId)).length > 0 ? "ended" : "unknown";
      await loop.submit({ type: "cancel-run", runId, because });
      return "cancelled";
    },
    cancelMany: async (filter, because = "cancelled by hand") => {
      const answer = await loop.submit({ type: "cancel-many", because, ...filter });
      return answer?.type === "cancellation" ? { id: answer.id, runIds: answer.runIds } : { id: "", runIds: [] };
    },
    cancellations: () => cancellationsOf(store),
    forgetCancellation: async (id) => void (await loop.submit({ type: "forget-cancellation", id })),
    pauseFunction: async (fn) => void (await loop.submit({ type: "pause-function", fn, paused: true })),
    resumeFunction: async (fn) => void (await loop.submit({ type: "pause-function", fn, paused: false })),
  };
}
