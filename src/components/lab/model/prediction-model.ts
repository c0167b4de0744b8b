// One question before an act's first run, never graded: what the learner said, what they saw, what the log says.
// All but the learner's own words follows from the log: a reload, another tab or a skipped question change nothing of it.
import { batch, computed, signal } from "@preact/signals";
import type { Answer } from "../../../../sandbox/labs/kit/follow.ts";
import type { Act, LabPorts } from "./ports.ts";

export const CONFIDENCES = [
  { level: 1, label: "A guess" },
  { level: 2, label: "Fairly sure" },
  { level: 3, label: "Certain" },
] as const;

export type Confidence = (typeof CONFIDENCES)[number]["level"];
/** `open`: to be answered or skipped. `said`, `skipped`: waiting for the run. `asking`: what did you see? `told`: all stand side by side. */
export type PredictionStage = "none" | "open" | "said" | "skipped" | "asking" | "told";

export type LogSays = { readonly label: string; readonly why: string };
/** Said of a run that came out otherwise than the act's own code does. */
const OTHERWISE = "This run came out otherwise than the act's own code does: other code was in service.";

export function createPredictionModel(progress: LabPorts["progress"]) {
  const question = signal<Act["prediction"]>(undefined);
  const said = signal<string | undefined>(undefined);
  const confidence = signal<Confidence | undefined>(undefined);
  const saw = signal<string | undefined>(undefined);
  /** What the log said on an earlier visit. */
  const logged = signal<string | undefined>(undefined);
  const left = signal(false);
  /** Questions that this learner has passed over; they are not asked twice. */
  const skips = signal<readonly string[]>([]);
  /** What was seen where nothing had been said. */
  const saws = signal<Readonly<Record<string, string>>>({});
  /** What the log says, and whether the act has a run: both follow the log. */
  const answer = signal<Answer | undefined>(undefined);
  const begun = signal(false);

  const option = computed(() => (answer.value !== undefined && "option" in answer.value ? answer.value.option : logged.value));
  const stage = computed((): PredictionStage => {
    if (question.value === undefined) return "none";
    if (!left.value && !begun.value && saw.value === undefined) return "open";
    if (option.value !== undefined) return saw.value === undefined ? "asking" : "told";
    return said.value === undefined ? "skipped" : "said";
  });

  const keep = (): void => {
    const id = question.peek()?.id;
    const chosen = said.peek();
    if (id === undefined || chosen === undefined) return;
    const level = confidence.peek();
    progress.predicted(id, { said: chosen, ...(level === undefined ? {} : { confidence: level }) });
  };

  const close = (): void => {
    keep();
    left.value = true;
    const id = question.peek()?.id;
    if (id !== undefined && said.peek() === undefined) skips.value = [...skips.peek(), id];
  };

  /** What this learner has answered to the question before, perhaps in another tab. */
  const recall = (): void => {
    const id = question.peek()?.id;
    const known = id === undefined ? undefined : progress.data().predictions[id];
    said.value = known?.said;
    confidence.value = known?.confidence;
    saw.value = known?.saw ?? saws.peek()[id ?? ""];
    logged.value = known?.saw === undefined ? undefined : known.log;
  };

  const labelOf = (id: string | undefined): string => question.value?.options.find((each) => each.id === id)?.label ?? "";

  return {
    question,
    said,
    confidence,
    saw,
    stage,
    skips,
    saws,
    /** What the log says, once it says anything, and why. */
    log: computed((): LogSays | undefined => {
      const asked = question.value;
      if (asked === undefined || option.value === undefined) return undefined;
      return { label: labelOf(option.value), why: option.value === asked.answer ? asked.because : OTHERWISE };
    }),
    /** Said while the log has no answer although a run has ended. */
    waits: computed(() =>
      answer.value !== undefined && "otherwise" in answer.value && option.value === undefined
        ? `Nothing on this yet. The last run ${ENDED[answer.value.otherwise]}, and the question is about another one.`
        : undefined,
    ),
    /** The question of an act, with what this learner has answered to it before. */
    ask: (next: Act["prediction"]) =>
      batch(() => {
        question.value = next;
        recall();
        left.value = next !== undefined && skips.peek().includes(next.id);
      }),
    recall: () => batch(recall),
    /** May be changed until a run begins. */
    say(chosen: string) {
      said.value = chosen;
      keep();
    },
    trust(level: Confidence) {
      confidence.value = level;
      keep();
    },
    /** Skip, or Run while the question stands: what was chosen so far counts. */
    leave() {
      if (!left.peek()) close();
    },
    /** The log as it stands: what it says to the question, and whether the act has a run. */
    follow: (says: Answer | undefined, ran: boolean) =>
      batch(() => {
        answer.value = says;
        begun.value = ran;
      }),
    look(seen: string) {
      const asked = question.peek();
      if (asked === undefined) return;
      saw.value = seen;
      const log = option.peek();
      progress.predicted(asked.id, { saw: seen, ...(log !== undefined && { log }) });
      if (said.peek() === undefined) saws.value = { ...saws.peek(), [asked.id]: seen };
    },
    labelOf,
  };
}

const ENDED = { completed: "completed", failed: "failed", cancelled: "was cancelled" } as const;
