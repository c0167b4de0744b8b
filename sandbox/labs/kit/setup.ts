// A lab as a place opens it.
import type { Files } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { Act, At, LabDefinition } from "./definition.ts";

/** `database`: the schema as SQL, for labs that have one. */
export function setupOf(lab: LabDefinition, act: Act | undefined, files: Files, database: string | undefined): LabSetup {
  return {
    id: lab.id,
    seed: lab.seed,
    startsAt: Date.parse(lab.clock),
    files,
    holds: holdsOf(act),
    imports: lab.imports,
    world: { options: lab.world.options, ...(database !== undefined && { database }) },
    ...(lab.requests && { requests: lab.requests }),
    ...(lab.transforms && { transforms: lab.transforms }),
  };
}

export const holdsOf = (act: Act | undefined): LabSetup["holds"] => act?.holds.map(withoutLabel) ?? [];

/** A boundary without what is only for the eye. */
export function withoutLabel({ boundary, stepId, kind }: At): At {
  return { boundary, ...(stepId !== undefined && { stepId }), ...(kind !== undefined && { kind }) };
}
