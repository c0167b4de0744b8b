// Types that several files of facts share. Part of `facts.ts`, which closes the vocabulary and hands them on.

/** Epoch milliseconds on the engine's clock (virtual in labs). */
export type Instant = number;

/** A point in a run's life where it can be held or its host killed. */
export type Boundary =
  | "before step"
  | "before effect"
  | "after effect, before record"
  | "after record"
  | "in sleep"
  | "in wait"
  | "after decision, before effect";
