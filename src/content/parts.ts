// The parts of the course, and how many concepts it has when it is whole.

/** In the order a reader walks them. A page belongs to the part whose folder it stands in. */
export const PARTS = [
  { id: "start", name: "Start" },
  { id: "senses", name: "Senses" },
  { id: "reflexes", name: "Reflexes" },
  { id: "balance", name: "Balance" },
  { id: "reference", name: "Reference" },
] as const;
export type PartId = (typeof PARTS)[number]["id"];

/** The lessons that every reader is asked to take, by their concepts; the quick win, which teaches none, comes before them. */
export const CORE_CONCEPTS: readonly number[] = [1, 6, 4, 8, 9, 11, 15];

/** What the core road may take, in minutes, once it is whole. */
export const CORE_MINUTES = 90;

/** The "of 15" of a lesson's number. */
export const CONCEPTS = 15;
