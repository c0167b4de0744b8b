/** The engine's only chance. Draws depend on the seed and the position alone, so that a replay draws the same (L12). */
export interface Entropy {
  /** Text that reproduces every draw; recorded in `engine.started`. */
  readonly seed: string;
  /** An endless stream of numbers in [0, 1) for the decision at `position` (count of engine facts folded so far). */
  at(position: number): () => number;
}
