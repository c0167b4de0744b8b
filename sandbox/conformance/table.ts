// Calls per run: the tables of protocol.md 3.4 and 9.5, for the functions of `program/`.
import type { Json } from "../log/json.ts";

export type Row = {
  readonly name: string;
  /** With checkpointing on, and off. */
  readonly calls: readonly [number, number];
  readonly output: Json;
  /** What step bodies print, sorted: how often each really runs. */
  readonly printed: readonly string[];
};

export const MODES = [
  { mode: "checkpointing on", checkpointing: true },
  { mode: "checkpointing off", checkpointing: false },
] as const;

/** The functions that need nothing but time. */
export const TABLE: readonly Row[] = [
  { name: "no-step", calls: [1, 1], output: "done", printed: [] },
  { name: "one-step", calls: [1, 2], output: "a", printed: ["a"] },
  { name: "seq", calls: [1, 4], output: ["s 0", "s 1", "s 2"], printed: ["s 0", "s 1", "s 2"] },
  { name: "five-steps", calls: [1, 6], output: ["a", "b", "c", "d", "e"], printed: ["a", "b", "c", "d", "e"] },
  { name: "three-parallel", calls: [5, 5], output: ["x", "y", "z"], printed: ["x", "y", "z"] },
  { name: "par", calls: [5, 6], output: ["x", "y", "z", "after"], printed: ["after", "x", "y", "z"] },
  {
    name: "one-three-two",
    calls: [5, 8],
    output: ["first", "x", "y", "z", "fifth", "sixth"],
    printed: ["fifth", "first", "sixth", "x", "y", "z"],
  },
  { name: "nap", calls: [2, 4], output: ["before", "after"], printed: ["after", "before"] },
  { name: "inv", calls: [3, 3], output: { answer: { got: "why" }, caught: "no" }, printed: ["bad"] },
  { name: "rty2", calls: [3, 4], output: ["ok", "later"], printed: ["later", "later", "ok"] },
  { name: "mix", calls: [6, 6], output: ["a1a2", "b"], printed: ["a1", "a2", "b"] },
];
