// One question before an act's first run, never graded: what the learner said, what they saw, what the log says.
import { batch, computed, signal } from "@preact/signals";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { foldOf } from "./fold.ts";
import type { Act, LabPorts } from "./ports.ts";

export const CONFIDENCES = [
  { level: 1, label: "A guess" },
  { level: 2, label: "Fairly sure" },
  { level: 3, label: "Certain" },
] as const;

export type Confidence = (typeof CONFIDENCES)[number]["level"];
/** `open`: to be answered or skipped. `said`: waiting for the run. `asking`: what did you see? `told`: all three stand side by side. */
export type PredictionStage = "none" | "open" | "said" | "skipped" | "asking" | "told";

export function createPredictionModel(progress: LabPorts["progress"]) {
  const question = signal<Act["prediction"]>(undefined);
  const said = signal<string | undefined>(undefined);
  const confidence = signal<Confidence | undefined>(undefined);
  const saw = signal<string | undefined>(undefined);
  const left = signal(false);
  /** Questions that this learner has passed over; they are not asked twice. */
  const skips = signal<readonly string[]>([]);
  const since = signal(Number.POSITIVE_INFINITY);
  const ended = signal(false);

  const stage = computed((): PredictionStage => {
    if (question.value === undefined) return "none";
    if (!left.value) return "open";
    if (said.value === undefined) return "skipped";
    if (saw.value !== undefined) return "told";
    return ended.value ? "asking" : "said";
  });

  const keep = (): void => {
    const id = question.peek()?.id;
    const option = said.peek();
    if (id === undefined || option === undefined) return;
    const level = confidence.peek();
    progress.predicted(id, { said: option, ...(level === undefined ? {} : { confidence: level }) });
  };

  /** The number of the last fact that ended a run. */
  const lastEndIn = foldOf<{ seq: number }, number>({
    start: () => ({ seq: 0 }),
    take(last, { type, seq }) {
      if (type === "run.completed" || type === "run.failed") last.seq = seq;
    },
    show: ({ seq }) => seq,
  });

  const close = (): void => {
    keep();
    left.value = true;
    const id = question.peek()?.id;
    if (id !== undefined && said.peek() === undefined) skips.value = [...skips.peek(), id];
  };

  return {
    question,
    said,
    confidence,
    saw,
    stage,
    skips,
    /** The question of an act, with what this learner has answered to it before. */
    ask: (next: Act["prediction"]) =>
      batch(() => {
        const known = next === undefined ? undefined : progress.data().predictions[next.id];
        question.value = next;
        said.value = known?.said;
        confidence.value = known?.confidence;
        saw.value = known?.saw;
        left.value = known !== undefined || (next !== undefined && skips.peek().includes(next.id));
        ended.value = false;
        since.value = Number.POSITIVE_INFINITY;
      }),
    /** May be changed until a run begins. */
    say(option: string) {
      said.value = option;
      keep();
    },
    trust(level: Confidence) {
      confidence.value = level;
      keep();
    },
    /** Skip, or Run while the question stands: what was chosen so far counts. */
    leave() {
      if (stage.peek() === "open") close();
    },
    /** A run has been asked for after fact `seq`. */
    running(seq: number) {
      if (since.peek() === Number.POSITIVE_INFINITY) since.value = seq;
    },
    follow(facts: readonly Fact[]) {
      ended.value = lastEndIn(facts) > since.peek();
    },
    look(option: string) {
      saw.value = option;
      const asked = question.peek();
      if (asked !== undefined) progress.predicted(asked.id, { saw: option, log: asked.answer });
    },
    labelOf: (option: string | undefined) => question.value?.options.find((each) => each.id === option)?.label ?? "",
  };
}
