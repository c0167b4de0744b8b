/** The engine's only source of random numbers. They depend on the seed and the position alone, so that a replay draws the same (L12). */
export interface Entropy {
  /** Text that reproduces every number; recorded in `engine.started`. */
  readonly seed: string;
  /** An endless stream of numbers in [0, 1) for the decision at `position`, the count of engine facts folded so far. */
  at(position: number): () => number;
}
