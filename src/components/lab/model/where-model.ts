// Where this lab runs, and the way to another place: the reader's choice, kept for the whole site; the page made fit for it;
// how far a move is; and why it did not come about. Knows no DOM: the page's part is handed in.
import { batch, computed, signal } from "@preact/signals";
import type { Opened } from "../../../../sandbox/session/open.ts";
import type { PlaceName, PlaceState } from "../../../../sandbox/session/place-switch.ts";
import type { PlaceModel } from "./place-model.ts";
import type { LabPorts } from "./ports.ts";

/** The page's part: what outlives it, and what only a page can do. */
export type WherePorts = {
  /** The reader's choice for the site. */
  chosen(): PlaceName;
  choose(place: PlaceName): void;
  /** Makes the page fit for Node processes. `reload`: it will be, once it has been loaded again. */
  isolate(): Promise<"isolated" | "reload" | "cannot">;
  /** No page needs to be fit any more. */
  release(): void;
  /** Loads the page again and goes on with the move in this lab. */
  reload(lab: string): void;
  /** A move that was under way in this lab when the page was loaded again. Told once. */
  resumes(lab: string): boolean;
  /** This device starts such a thing only at a touch. */
  readonly tapFirst: boolean;
};

const HOME: PlaceState = { place: "worker" };

export function createWhereModel(lab: string, place: PlaceModel, ports: LabPorts) {
  const page = ports.where;
  const state = signal<PlaceState>(HOME);
  const chosen = signal<PlaceName>("worker");
  /** In the present step. */
  const seconds = signal(0);
  /** The page was loaded again for the move, and this device wants a touch before it goes on. */
  const waitsForTap = signal(false);
  let stop = (): void => undefined;
  let tried = false;

  function tick(): void {
    stop = ports.after(1000, () => {
      if (state.peek().boot === undefined) return;
      seconds.value += 1;
      tick();
    });
  }
  const took = (next: PlaceState, reload: () => void): void =>
    batch(() => {
      const before = state.peek();
      state.value = next;
      if (next.boot !== undefined && next.boot.step !== before.boot?.step) begin();
      if (next.boot === undefined) stop();
      if (next.place !== before.place) reload();
      if (next.fellBack !== undefined && before.fellBack === undefined) forget();
    });
  /** A choice that has failed is none any more: no page asks the runtime's host again until it is chosen again. */
  function forget(): void {
    chosen.value = "worker";
    page?.choose("worker");
    page?.release();
  }
  function begin(): void {
    stop();
    seconds.value = 0;
    tick();
  }

  async function move(door: Opened): Promise<void> {
    tried = true;
    waitsForTap.value = false;
    const fit = await page?.isolate();
    if (fit === "reload" && place.keeps.peek()) return page?.reload(lab);
    await door.places?.choose("webcontainer");
  }

  return {
    state,
    seconds,
    waitsForTap,
    /** What the reader wants. */
    chosen: computed(() => chosen.value),
    /** Where the lab is, or is on its way to. */
    shows: computed((): PlaceName => (state.value.boot !== undefined || waitsForTap.value ? "webcontainer" : state.value.place)),
    /** Something is to be said of a move. */
    tells: computed(() => state.value.boot !== undefined || state.value.fellBack !== undefined || waitsForTap.value),
    /** The switch may be shown: the lab is open, or another place was chosen before. */
    mayMove: computed(() => page !== undefined && (place.opened.value || chosen.value === "webcontainer")),
    /** There is another place, and the reader has seen this one at work. */
    offered: page !== undefined,
    /** The page's code is here. True when a move goes on by itself. */
    wake(): boolean {
      if (page === undefined) return false;
      chosen.value = page.chosen();
      const resumes = page.resumes(lab) && chosen.peek() === "webcontainer";
      waitsForTap.value = resumes && page.tapFirst;
      return resumes && !page.tapFirst;
    },
    /** A place has been opened. Returns what lets go of it. */
    follow(door: Opened, reload: () => void): () => void {
      const { places } = door;
      if (places === undefined) return () => undefined;
      const leave = places.onState((next) => took(next, reload));
      return () => {
        leave();
        stop();
      };
    },
    /** A press has opened the lab: what was chosen before is tried once, while the lab already runs here. */
    pressed(door: Opened): void {
      if (chosen.peek() === "webcontainer" && !tried && door.role() === "own") void move(door);
    },
    async choose(next: PlaceName, open: () => Promise<Opened>): Promise<void> {
      chosen.value = next;
      page?.choose(next);
      if (next === "webcontainer") return move(await open());
      waitsForTap.value = false;
      page?.release();
      const door = await open();
      door.places?.stay();
      await door.places?.choose("worker");
      if (state.peek().boot === undefined) state.value = HOME;
    },
    /** Gives up the move for good: the choice is Embedded again. */
    stay(door: Opened | undefined): void {
      forget();
      waitsForTap.value = false;
      state.value = { place: state.peek().place };
      door?.places?.stay();
    },
  };
}
