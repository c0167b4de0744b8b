// Moves an owned lab to another place and back, between two calls: its log and clock are exported from one engine, which ends, and
// the next engine begins with them. When the other place fails, before or after the move, the lab goes on in the worker place.
import type { Exported, PlaceView } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import { CannotMove, type BootStep, type FallbackReason, type PlaceState, type PlaceSwitch } from "../../session/place-switch.ts";
import type { Asker, OwnedLab, OwnParts } from "./own-lab.ts";

/** Another place that a lab can move to. */
export interface Elsewhere {
  /** Makes the place ready while the lab runs on. Rejects with `CannotMove`; stops when the signal says so. */
  prepare(setup: LabSetup, told: (step: BootStep) => void, signal: AbortSignal): Promise<ReadyPlace>;
}

export interface ReadyPlace {
  /** Starts the lab there. `died` is called when it ends by itself later. */
  own(parts: OwnParts, told: (step: BootStep) => void, died: (why: Error) => void): Promise<OwnedLab>;
  /** It is not needed. */
  dispose(): void;
}

export type MoveParts = {
  readonly elsewhere: (() => Promise<Elsewhere>) | undefined;
  readonly setup: () => LabSetup;
  readonly ask: Asker;
  /** Calls back at each update of the session; returns what stops it. */
  readonly onUpdate: (look: () => void) => () => void;
  /** Ends what runs the lab and starts it again by `own`, or as ever where that is missing or fails. Resolves with that failure. */
  readonly replace: (
    take: (old: Asker) => Promise<Exported | undefined>,
    own?: (parts: OwnParts) => Promise<OwnedLab>,
  ) => Promise<Error | undefined>;
};

export interface Moves extends PlaceSwitch {
  /** Another tab owns the lab now, or this tab owns it again: it has left the WebContainer. */
  returned(): void;
}

export function createMoves({ elsewhere, setup, ask, onUpdate, replace }: MoveParts): Moves {
  const listeners = new Set<(state: PlaceState) => void>();
  let state: PlaceState = { place: "worker" };
  let moving: AbortController | undefined;
  const set = (next: PlaceState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  const told = (step: BootStep): void => set({ place: state.place, boot: { step } });
  const back = (error: unknown): void => set({ place: "worker", fellBack: whyOf(error) });
  const whole = (old: Asker): Promise<Exported> => old("export");

  async function toOther(other: () => Promise<Elsewhere>): Promise<void> {
    const mine = (moving = new AbortController());
    const { signal } = mine;
    const tell = (step: BootStep): void => (signal.aborted ? undefined : told(step));
    let ready: ReadyPlace | undefined;
    try {
      tell("browser");
      ready = await (await other()).prepare(setup(), tell, signal);
      tell("calls");
      await betweenCalls(ask, onUpdate, signal);
      const { own } = ready;
      const failed = await replace(whole, (parts) => Promise.race([own(parts, tell, died), given(signal)]));
      if (failed) throw failed;
      set({ place: "webcontainer" });
    } catch (error) {
      ready?.dispose();
      if (signal.aborted) set({ place: state.place });
      else back(error);
    } finally {
      if (moving === mine) moving = undefined;
    }
  }
  async function toHere(): Promise<void> {
    const mine = (moving = new AbortController());
    try {
      await betweenCalls(ask, onUpdate, mine.signal);
      await replace(whole);
      set({ place: "worker" });
    } catch {
      // Given up, or it fell back by itself meanwhile; what could not start is told by whoever asks it next.
    } finally {
      if (moving === mine) moving = undefined;
    }
  }
  function died(why: Error): void {
    if (state.place !== "webcontainer") return;
    void replace(() => Promise.resolve(undefined)).then(() => back(new CannotMove("ended", why.message)));
  }

  return {
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async choose(place) {
      if (moving || place === state.place) return;
      if (place === "worker") return toHere();
      if (elsewhere) await toOther(elsewhere);
    },
    stay: () => moving?.abort(),
    returned() {
      moving?.abort();
      set({ place: "worker" });
    },
  };
}

const whyOf = (error: unknown): { readonly reason: FallbackReason; readonly detail: string } =>
  error instanceof CannotMove
    ? { reason: error.code, detail: error.message }
    : { reason: "program", detail: error instanceof Error ? error.message : String(error) };

/** Rejects when the signal says so. */
const given = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => reject(new Error("The move was given up."));
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });

/** Resolves as soon as no call is open. Rejects when the signal comes first. */
async function betweenCalls(ask: Asker, onUpdate: MoveParts["onUpdate"], signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const rest = new Promise<void>((resolve, reject) => {
    const look = (): void => void ask("place").then((view: PlaceView) => view.callsInFlight === 0 && resolve(), reject);
    stop = onUpdate(look);
    look();
  });
  await Promise.race([rest, given(signal)]).finally(stop);
}
