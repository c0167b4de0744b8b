// Recovery: rerun, replay, cancellation and pause as the engine's door offers them (protocol.md 6.5).
import type { FactOf, Instant } from "../log/facts.ts";
import { cancellationsOf, chooseForReplay, runAgain, type Again, type FromStep, type ReplayFilter } from "./history.ts";
import type { Loop } from "./loop.ts";
import type { EventStore } from "./ports/event-store.ts";

export type CancelFilter = {
  /** The function's slug, `<app>-<fn>`. */
  readonly fn: string;
  readonly startedAfter?: Instant;
  readonly startedBefore: Instant;
  /** An expression over `event`. */
  readonly expression?: string;
};

export type Cancellation = { readonly id: string; readonly runIds: readonly string[] };

export interface Recovery {
  /** Starts a new run with the same events: from the top, or from a step, with what was recorded before it. Resolves with its id,
   * or undefined when the run is unknown. Rejects with `RerunStepUnknown`. */
  rerun(runId: string, from?: FromStep): Promise<string | undefined>;
  /** Reruns every run that the filter means. Resolves with the new runs. */
  replay(filter: ReplayFilter): Promise<readonly string[]>;
  /** Ends an unfinished run at its next step boundary (L10): a call in flight goes on in the app, and its answer is ignored. */
  cancel(runId: string, because?: string): Promise<"cancelled" | "ended" | "unknown">;
  /** Ends every unfinished run that the filter means. Resolves with them, and with the cancellation's own id. */
  cancelMany(filter: CancelFilter, because?: string): Promise<Cancellation>;
  /** The bulk cancellations on the list, newest first. */
  cancellations(): Promise<readonly FactOf<"cancellation.created">[]>;
  /** Takes a bulk cancellation off the list; what it has ended stays ended. */
  forgetCancellation(id: string): Promise<void>;
  /** From now on no event starts a run of this function; what is unfinished goes on. */
  pauseFunction(fn: string): Promise<void>;
  resumeFunction(fn: string): Promise<void>;
}

export function createRecovery(loop: Loop, store: EventStore, isUnfinished: (runId: string) => boolean): Recovery {
  async function start(again: Again | undefined): Promise<string | undefined> {
    const answer = again === undefined ? undefined : await loop.submit({ type: "rerun", ...again });
    return answer?.type === "rerun" ? answer.runId : undefined;
  }
  return {
    rerun: async (runId, from) => start(await runAgain(store, runId, from)),
    replay: async (filter) => {
      const started = await Promise.all((await chooseForReplay(store, filter)).map(start));
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
