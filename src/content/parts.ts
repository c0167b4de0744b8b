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

/** The "of 15" of a lesson's number. */
export const CONCEPTS = 15;
