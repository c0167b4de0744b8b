// Opening a lab in a place: what a page hands over, and what it gets back.
import type { Instant } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import type { Files, Hold, LabSession } from "./lab-session.ts";
import type { PlaceSwitch } from "./place-switch.ts";

/** Everything a place needs to know of a lab. Structured-cloneable. */
export type LabSetup = {
  /** Names the store and the lock. */
  readonly id: string;
  readonly seed: string;
  /** Where the lab's clock starts. */
  readonly startsAt: Instant;
  readonly files: Files;
  /** The transforms of the lab's webhooks that it starts with; `transforms` of the session replaces them. */
  readonly transforms?: Files;
  readonly holds: readonly Hold[];
  /** Bare imports that the files may use. */
  readonly imports: readonly string[];
  /** `database`: the SQL that makes the tables and first rows of the lab's Postgres; absent when the lab has none. */
  readonly world: { readonly database?: string; readonly options: { readonly [key: string]: Json } };
  /** How a reviewer's request is read from the effects and answered: `effect` is its kind, `id` the key in its detail. */
  readonly requests?: { readonly effect: string; readonly id: string; readonly decisionEvent: string };
};

/** What has still to be loaded before the lab can open, in bytes as the build counted them: `total` is 0 where it did not. */
export type Loading = {
  readonly loaded: number;
  readonly total: number;
  /** The engine's own part is here. */
  readonly engine: boolean;
};

/** One tab owns a lab; the others look on. The role changes when the owner closes or somebody takes over. */
export type Opened = {
  readonly session: LabSession;
  role(): "own" | "observer";
  /** Called when the role changes: on `own`, ask for `facts()` afresh. */
  onRole(listener: (role: "own" | "observer") => void): () => void;
  /** Makes this tab the owner; the other is told. */
  takeOver(): Promise<void>;
  /** How the lab moves to another place, where there is one. */
  readonly places?: PlaceSwitch;
};

/** Why a place could not start, in words for the reader. */
export class PlaceFailed extends Error {
  readonly code = "place-failed";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PlaceFailed";
  }
}
