// Moving a lab from one place to another while it is open: the same log, clock and files go on elsewhere, between two calls.
// A page starts it, shows how far it is, and can always stay where it is.

/** Where a lab of a page can run: in the page's own workers, or as Node processes in a WebContainer. */
export type PlaceName = "worker" | "webcontainer";

/** What happens on the way to the WebContainer, in this order. `calls`: it waits until no call is open. */
export const BOOT_STEPS = ["browser", "reach", "boot", "mount", "calls", "engine", "host"] as const;
export type BootStep = (typeof BOOT_STEPS)[number];

/** Why a lab could not move, or came back by itself. `ended`: it was there and its runtime ended. */
export type FallbackReason =
  "offline" | "unreachable" | "timed-out" | "refused" | "not-isolated" | "unsupported" | "cookies" | "files" | "program" | "ended";

export type PlaceState = {
  readonly place: PlaceName;
  /** The lab is on its way to the WebContainer. */
  readonly boot?: { readonly step: BootStep };
  /** It should be elsewhere and is not. `detail`: what the machine said, for whoever looks for the cause. */
  readonly fellBack?: { readonly reason: FallbackReason; readonly detail?: string };
};

export interface PlaceSwitch {
  state(): PlaceState;
  onState(listener: (state: PlaceState) => void): () => void;
  /** Moves the lab. Resolves when it is there, or when it has stayed: `state()` says which and why. Never rejects. */
  choose(place: PlaceName): Promise<void>;
  /** Gives up a move that is under way. */
  stay(): void;
}

/** Why a place could not be made ready. */
export class CannotMove extends Error {
  readonly code: FallbackReason;
  constructor(reason: FallbackReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "CannotMove";
    this.code = reason;
  }
}
