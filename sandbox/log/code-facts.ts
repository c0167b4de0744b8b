// What new code does to a run that has records of older code, as the place could see it: observations, folded for no decision.
// Records are found by id alone (protocol.md 2.5), so a rename, an insertion or another order shows only in what is asked for.
type OfStep = { readonly runId: string; readonly fn: string; readonly stepId: string; readonly hashedId: string };

/** `version`: the code of the entry in which it showed. */
export type CodeFactBody =
  /** The run has ended, and its last entry has returned, or gone past the place, without asking for this record: the step is renamed or gone. */
  | ({ type: "step.unasked"; version: number } & OfStep)
  /** A step that older code never asked for comes before one that it did. */
  | ({ type: "step.inserted"; version: number; before: string } & OfStep)
  /** The step is asked for after one that older code asked for later. */
  | ({ type: "step.moved"; version: number; after: string } & OfStep)
  /** Several steps share this name: their records are matched by count alone, whatever they were about. */
  | ({ type: "step.counted"; version: number; recordedBy: number } & OfStep);
