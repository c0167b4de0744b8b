// Every sentence that a learner reads in a lab, in a row, for whoever edits them: kept as a reviewed snapshot beside the lab.
import type { Fact } from "../../log/facts.ts";
import type { ActProof } from "../kit/lab.ts";
import { goalsOf, goalWith, judged } from "./judging.ts";
import type { LoadedLab } from "./load.ts";
import { broken, failed } from "./failing.ts";
import { actOf } from "./record.ts";

export async function sentencesOf(loaded: LoadedLab, factsOf: (act: string) => readonly Fact[]): Promise<string> {
  const parts = [`# ${loaded.lab.definition.number} ${loaded.lab.definition.title}`];
  for (const proof of loaded.lab.proofs) parts.push(...asked(loaded, proof), ...(await told(loaded, proof, factsOf(proof.act))));
  return `${parts.join("\n\n")}\n`;
}

/** What stands there before anything is pressed. */
function asked(loaded: LoadedLab, { act: id }: ActProof): readonly string[] {
  const act = actOf(loaded, id);
  const { prediction } = act;
  const options = prediction?.options
    .map(({ id: option, label }) => `- ${label}${option === prediction.answer ? " (right)" : ""}`)
    .join("\n");
  return [
    `## ${act.title}`,
    act.task,
    ...(act.announces === undefined ? [] : [act.announces]),
    ...(prediction === undefined ? [] : [`${prediction.question}\n\n${options ?? ""}\n\n${prediction.because}`]),
    ...act.changes.map(({ id: variant, label }) => `Change ${variant}: ${label}`),
    ...act.hints.map((hint) => `Hint: ${hint}`),
    ...(act.shown === undefined ? [] : [`Shown at the end: ${act.shown}`]),
  ];
}

/** What the goals say: of nothing, of what fails, of the walk, and of what breaks them later. */
async function told(loaded: LoadedLab, proof: ActProof, facts: readonly Fact[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const goal of goalsOf(loaded, proof.act)) {
    const met = judged(goal, facts);
    lines.push(`### ${goal.title}`, `Nothing yet: ${goal.missing}`, `Met: ${met.state === "met" ? met.evidence : met.missing}`);
  }
  for (const failure of proof.fails) {
    const goal = goalWith(loaded, proof.act, failure.clause);
    const state = judged(goal, await failed(loaded, proof, failure));
    lines.push(`With ${failure.variant}: ${state.state === "open" ? state.missing : state.evidence}`);
    if (!goal.broken.includes(failure.clause) || failure.opens !== undefined) continue;
    const later = judged(goal, await broken(loaded, proof, failure));
    lines.push(`Later, with ${failure.variant}: ${later.state === "met" ? (later.violated ?? "") : later.missing}`);
  }
  return lines;
}
