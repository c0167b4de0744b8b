// Variants that do not meet their goal, walked: from the start, and after the goal was met.
import type { Fact } from "../../log/facts.ts";
import { change } from "../kit/actions.ts";
import type { Goal } from "../kit/goals.ts";
import type { ActProof, Failure } from "../kit/lab.ts";
import { goalWith } from "./judging.ts";
import type { LoadedLab } from "./load.ts";
import { walked } from "./open-act.ts";
import { actOf } from "./record.ts";

/** The log of a variant that does not meet its goal. */
export function failed(loaded: LoadedLab, proof: ActProof, { variant, opens, walk }: Failure): Promise<readonly Fact[]> {
  return walked(loaded, actOf(loaded, proof.act), opens ?? variant, walk ?? proof.proof);
}

/** The log of a solution that meets the goal, followed by the variant that breaks it. */
export function broken(loaded: LoadedLab, proof: ActProof, { variant, walk }: Failure): Promise<readonly Fact[]> {
  const act = actOf(loaded, proof.act);
  return walked(loaded, act, act.solution, [...proof.proof, change(variant), ...(walk ?? proof.proof)]);
}

/** Failures that a goal, once met, tells beside itself. */
export function breaches(loaded: LoadedLab): readonly { readonly proof: ActProof; readonly failure: Failure; readonly goal: Goal }[] {
  return loaded.lab.proofs.flatMap((proof) =>
    proof.fails.flatMap((failure) => {
      const goal = goalWith(loaded, proof.act, failure.clause);
      return goal.broken.includes(failure.clause) && failure.opens === undefined ? [{ proof, failure, goal }] : [];
    }),
  );
}
