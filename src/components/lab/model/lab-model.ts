// The lab as a whole: signals, presses, and what follows from facts without a press (progress, the sleeping-run note, a supervisor).
// Laws: nothing is opened before its first use; nothing here touches a DOM.
import { batch, computed, effect } from "@preact/signals";
import { readLabs, sleepersOf, writeLab } from "./asleep.ts";
import { createPresses } from "./lab-presses.ts";
import { createLabState, type LabState } from "./lab-state.ts";
import type { Act, LabPorts, LabStatic } from "./ports.ts";
import { isOpen } from "./requests.ts";
import { hasEnded } from "./runs.ts";
import { createKeeping } from "./keep-model.ts";
import { WAIT_S } from "./starting.ts";

export type LabModel = ReturnType<typeof createLabModel>;

/** While a question stands, what would answer it stays away: the titles of goals that are still open. */
export const asks = (lab: Pick<LabModel, "act" | "awake" | "prediction" | "shared">): boolean =>
  lab.shared.value === undefined && (lab.awake.value ? lab.prediction.stage.value === "open" : lab.act.value?.prediction !== undefined);

/** What the act does not need is absent. */
export const offers = (lab: Pick<LabModel, "act">, control: Act["controls"][number]): boolean =>
  lab.act.value?.controls.includes(control) === true;

/** How long code may be silent before `Stop code` is offered, and how long a supervisor takes to notice a death. */
const SILENCE = 2500;
const SUPERVISOR = 900;

export function createLabModel(first: LabStatic, ports: LabPorts) {
  const state = createLabState(first, ports);
  const presses = createPresses(state);
  const keeping = createKeeping(state);
  const endings = [
    keepsProgress(state),
    remembersSleepers(state),
    followsPrediction(state),
    showsAnswer(state),
    opensCards(state),
    noticesSilence(state),
    countsWaiting(state),
    remembersAct(state, keeping.stand),
    announcesGoals(state),
    ...(ports.supervised === true ? [supervises(state, () => presses.button("Start host"))] : []),
  ];
  return {
    ...state,
    press: presses,
    keep: keeping,
    /** The page's code is here: ask the first act's question and bring back what was kept. */
    wake() {
      batch(() => {
        state.code.startFrom(first.files);
        state.prediction.skips.value = keeping.skips();
        state.prediction.saws.value = keeping.saws();
        state.prediction.ask(state.act.peek()?.prediction);
        state.solutionAt.value = keeping.solutions();
        state.seenBefore.value = keeping.seen();
        state.awake.value = true;
      });
      if (state.where.wake()) void presses.choosePlace("webcontainer");
      const stood = keeping.act();
      if (stood > 0 && ports.supervised !== true) void presses.returnTo(stood);
    },
    /** Whether a log of this lab is in this browser, to be opened without a press. Then the page says so until it is. */
    restores(): boolean {
      const kept = readLabs(ports.storage).some((each) => each.lab === first.lab.id);
      state.restoring.value = kept;
      return kept;
    },
    /** Opens without a press: a log of this lab is in this browser, so its runs must go on. */
    async resume() {
      await presses.session().catch(() => undefined);
    },
    async dispose() {
      for (const end of endings) end();
      await state.place.dispose();
    },
  };
}

function keepsProgress(at: LabState): () => void {
  return effect(() => {
    for (const goal of at.goals.value) if (goal.state === "met" && goal.by !== undefined) at.ports.progress.goalMet(goal.id, goal.by);
  });
}

function remembersSleepers(at: LabState): () => void {
  const { id: lab, title, page } = at.lab;
  const sleepers = computed(() => sleepersOf(at.allRuns.value));
  const until = computed(() => at.allRuns.value.findLast((run) => !hasEnded(run))?.next?.until);
  const kept = computed(() => at.place.facts.value.length > 0);
  return effect(() => {
    if (!at.place.opened.value || at.place.role.value !== "own" || !at.place.keeps.value) return;
    const entry = { lab, title, page, runs: sleepers.value, ...(until.value === undefined ? {} : { until: until.value }) };
    writeLab(at.ports.storage, lab, kept.value ? entry : undefined);
  });
}

function followsPrediction(at: LabState): () => void {
  const begun = computed(() => at.place.opened.value && at.runs.value.length > 0);
  const ends = [
    effect(() => at.prediction.follow(at.answer.value, begun.value)),
    // What was said in another tab counts in the one that takes over.
    effect(() => (at.place.role.value === "own" && at.place.opened.value ? at.prediction.recall() : undefined)),
  ];
  return () => ends.forEach((end) => end());
}

/** A phone's bar shows an answer that has just come, and not the one of an earlier visit. */
function showsAnswer(at: LabState): () => void {
  let asked: string | undefined;
  return effect(() => {
    const question = at.prediction.question.value?.id;
    const told = at.prediction.stage.value === "told";
    if (question !== asked) at.folded.value = told;
    asked = question;
  });
}

/** On a phone a card opens by itself where a decision is what comes next; put aside, it stays so. */
function opensCards(at: LabState): () => void {
  const opened = new Set<string>();
  return effect(() => {
    const open = at.requests.value.filter(isOpen);
    if (at.requests.value.length === 0) at.cards.value = false;
    if (at.filled.value !== "Requests" || open.every(({ id }) => opened.has(id))) return;
    for (const { id } of open) opened.add(id);
    at.more.value = false;
    at.cards.value = true;
  });
}

/** The open act is kept as long as a log is. */
function remembersAct(at: LabState, stand: () => void): () => void {
  const logged = computed(() => at.place.facts.value.length > 0);
  return effect(() => {
    if (at.awake.value && logged.value) stand();
  });
}

/** Tells a goal that has just been met; those already met when the log was opened are old news. */
function announcesGoals(at: LabState): () => void {
  let known: ReadonlySet<string> | undefined;
  return effect(() => {
    const met = at.goals.value.filter((goal) => goal.state === "met");
    const fresh = met.find((goal) => known?.has(goal.id) === false);
    if (fresh !== undefined) at.justMet.value = fresh;
    if (at.place.opened.value && at.content.value !== undefined) known = new Set(met.map((goal) => goal.id));
  });
}

/** Code that runs and says nothing for a while may be a loop: then it can be stopped by hand as well. */
function noticesSilence(at: LabState): () => void {
  let cancel = (): void => undefined;
  const end = effect(() => {
    cancel();
    at.stuck.value = false;
    const busy = at.state.value === "running" && at.run.value === "running" && at.place.facts.value.length > 0;
    if (busy) cancel = at.ports.after(SILENCE, () => (at.stuck.value = true));
  });
  return () => {
    cancel();
    end();
  };
}

/** Real seconds, told in steps: whoever waits sees that it goes on, and that the code is not at fault. */
function countsWaiting(at: LabState): () => void {
  const waitsFor = computed(() => {
    if (at.applying.value) return "code";
    if (at.state.value !== "starting") return undefined;
    return at.place.place.value === undefined ? "place" : "host";
  });
  let cancel = (): void => undefined;
  const count = (): void => {
    cancel = at.ports.after(WAIT_S * 1000, () => {
      at.waited.value += WAIT_S;
      count();
    });
  };
  const end = effect(() => {
    cancel();
    at.waited.value = 0;
    if (waitsFor.value !== undefined) count();
  });
  return () => {
    cancel();
    end();
  };
}

function supervises(at: LabState, start: () => Promise<void>): () => void {
  let cancel = (): void => undefined;
  const end = effect(() => {
    if (at.state.value === "crashed") cancel = at.ports.after(SUPERVISOR, () => void start());
  });
  return () => {
    cancel();
    end();
  };
}
