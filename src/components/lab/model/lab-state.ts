// All that a lab's interface knows, as signals: what stands in the page, what the place says, and what follows from both.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { placeOf, runStateOf, stateOf, type Standing } from "./attributes.ts";
import { createCodeModel } from "./code-model.ts";
import { endingOf } from "./ending.ts";
import { isKept, openGoals, RESTORING, solutionsShown, type GoalView } from "./goals-model.ts";
import type { Recording } from "../../../../sandbox/labs/kit/recording.ts";
import { createPlaceModel } from "./place-model.ts";
import type { LabContent, LabPorts, LabStatic } from "./ports.ts";
import { createPredictionModel } from "./prediction-model.ts";
import { requestsFold } from "./requests.ts";
import { runsFold, runsOfAct } from "./runs.ts";
import type { Shared } from "./share.ts";
import type { TabName } from "./tabs.ts";
import type { RailName } from "./timeline-marks.ts";
import { viewsOf } from "./views.ts";
import { voiceOf } from "./voice.ts";
import { createWhereModel } from "./where-model.ts";

/** A part of the page that can be brought into sight; `end`: what follows the lab. */
type Part = "timeline" | "code" | "controls" | "head" | "end";
export type LabState = ReturnType<typeof createLabState>;

export function createLabState(first: LabStatic, ports: LabPorts) {
  const { lab } = first;
  const place = createPlaceModel(ports.open, (door, reload) => where.follow(door, reload));
  const where = createWhereModel(lab.id, place, ports);
  const code = createCodeModel(lab.id, lab.files, first.files, ports.storage);
  const prediction = createPredictionModel(ports.progress);
  const own = pageSignals(lab.acts[0]?.tabs[0] ?? "Journal");
  const act = computed(() => lab.acts[own.actIndex.value] ?? lab.acts[0]);
  const changes = computed(() => act.value?.changes ?? []);
  const log = logSignals(first, place, own, act);
  const { facts, runs, actOfLog } = log;
  const standing = computed((): Standing => ({
    failed: place.failure.value !== undefined,
    opening: place.opening.value || (own.restoring.value && !place.opened.value),
    opened: place.opened.value,
    pending: own.pending.value > 0,
    observer: place.role.value === "observer",
    place: place.place.value,
    runs: runs.value,
  }));
  const { judged, goals, isDone, metBefore, goalsOfAct } = goalSignals(first, place, own, ports);
  const requestsOfLog = requestsFold(lab.requests);
  const requests = computed(() => (place.opened.value ? requestsOfLog(facts.value, runs.value) : []));
  const rails = computed((): readonly RailName[] => act.value?.rails ?? ["run", "host"]);
  /** Loads what the page does not hold: files, changes and goals. */
  const warm = once(async () => void (own.content.value = await ports.load()));
  const known = {
    first,
    lab,
    ports,
    place,
    where,
    code,
    prediction,
    ...own,
    act,
    changes,
    ...log,
    ...attributes(standing),
    goals,
    goalsOfAct,
    isDone,
    metBefore,
    /** What the log says to the act's question. */
    answer: computed(() => judged.value?.answers[act.value?.id ?? ""]),
    /** What the reader has shown, once the last act is done; a run that somebody sent shows nothing of theirs. */
    ending: computed(() => (own.shared.value === undefined ? endingOf(lab.acts, goals.value, own.actIndex.value) : undefined)),
    requests,
    views: viewsOf({ facts, rest: log.rest, rails, act: actOfLog, startsAt: Date.parse(lab.clock) }),
    warm,
    look: (part: Part) => (own.sight.value = { part }),
  };
  return { ...known, ...voiceOf(known) };
}

/** What is on show of the log, and the runs in it: of the place once it is open, before that of the recording or of a shared link. */
function logSignals(
  first: LabStatic,
  place: ReturnType<typeof createPlaceModel>,
  own: ReturnType<typeof pageSignals>,
  act: ReadonlySignal<LabStatic["lab"]["acts"][number] | undefined>,
) {
  const recording = computed(() => (own.actIndex.value === 0 ? first.recording : own.recordings.value[act.value?.id ?? ""]));
  /** What is on show: the place's own facts, a shared link's, or the build's recording up to the predicted moment. */
  const facts = computed((): readonly Fact[] => {
    if (place.opened.value) return place.facts.value;
    if (own.shared.value !== undefined) return own.shared.value.facts;
    const recorded = recording.value;
    return recorded === undefined || place.opening.value || own.restoring.value
      ? []
      : recorded.facts.filter((fact) => fact.seq <= recorded.openUpTo);
  });
  const rest = computed(() =>
    place.opened.value || place.opening.value || own.restoring.value || own.shared.value !== undefined
      ? []
      : (recording.value?.facts.slice(facts.value.length) ?? []),
  );
  /** The act whose part of the log is shown; a recording, and a run that somebody sent, are shown whole. */
  const actOfLog = computed(() => (place.opened.value ? act.value?.id : undefined));
  const runsOfLog = runsFold();
  const allRuns = computed(() => runsOfLog(facts.value));
  /** Those of the act: each act starts from a clean run, and what an earlier one has left is archived. */
  const runs = computed(() => runsOfAct(allRuns.value, actOfLog.value));
  const newest = computed(() => runs.value.at(-1));
  const now = computed(() => place.place.value?.clock.now ?? facts.value.at(-1)?.t ?? Date.parse(first.lab.clock));
  return { recording, facts, rest, actOfLog, allRuns, runs, newest, now };
}

function attributes(standing: ReadonlySignal<Standing>) {
  return {
    state: computed(() => stateOf(standing.value)),
    run: computed(() => runStateOf(standing.value)),
    whose: computed(() => placeOf(standing.value)),
  };
}

/** The goals as the log bears them out, or as open ones until they are loaded. */
function goalSignals(
  first: LabStatic,
  place: ReturnType<typeof createPlaceModel>,
  own: ReturnType<typeof pageSignals>,
  ports: Pick<LabPorts, "progress">,
) {
  const actIds = first.lab.acts.map((each) => each.id);
  const shownAt = computed(() => solutionsShown(place.facts.value, own.solutionAt.value, actIds));
  const judged = computed(() => own.content.value?.judge(place.facts.value, shownAt.value));
  const goals = computed(() => {
    if (own.restoring.value && !place.opened.value) return openGoals(first.goals, RESTORING);
    return judged.value?.goals ?? openGoals(first.goals);
  });
  // The HTML of the build knows no reader.
  const kept = () => (own.awake.value ? ports.progress.data().goals : {});
  /** Whether every goal of an act has been met, in this log or before it. */
  const isDone = (index: number): boolean => {
    const ofAct = goals.value.filter(({ act }) => act === index + 1);
    return ofAct.length > 0 && ofAct.every((goal) => isKept(goal, kept()));
  };
  /** Goals that are open in this log and were met in an earlier one. */
  const metBefore = (goal: GoalView): boolean => goal.state === "open" && isKept(goal, kept());
  return {
    judged,
    goals,
    isDone,
    metBefore,
    goalsOfAct: computed(() => goals.value.filter((goal) => goal.act === own.actIndex.value + 1)),
  };
}

/** What only the page decides: which act and tab are open, what was pressed, what the pointer is on. */
function pageSignals(tab: TabName) {
  return {
    /** False until the page's code has taken over from the HTML. */
    awake: signal(false),
    actIndex: signal(0),
    tab: signal<TabName>(tab),
    content: signal<LabContent | undefined>(undefined),
    /** Recordings of the acts that have been opened, by act. */
    recordings: signal<{ readonly [act: string]: Recording | undefined }>({}),
    shared: signal<Shared | undefined>(undefined),
    event: signal(0),
    crashAt: signal(0),
    webhook: signal(0),
    pending: signal(0),
    notice: signal<string | undefined>(undefined),
    away: signal(true),
    /** A log of this lab is in this browser and not open yet: until it is, nothing is said of what it may hold. */
    restoring: signal(false),
    seenBefore: signal(0),
    hint: signal(0),
    solutionAt: signal<Readonly<Record<string, number>>>({}),
    lit: signal<{ readonly seq?: number; readonly stepId?: string; readonly runId?: string } | undefined>(undefined),
    scrub: signal<number | undefined>(undefined),
    /** The fact that the journal shows, where somebody has asked for one. */
    reading: signal<number | undefined>(undefined),
    /** Phone: the sheet with all controls, or the one with the cards, is open. */
    more: signal(false),
    cards: signal(false),
    /** Phone: the bar shows the goal in full, with the act's task. */
    wholeGoal: signal(false),
    /** Phone: the bar no longer shows the answer to the question; it stands in the question's place. */
    folded: signal(false),
    stuck: signal(false),
    /** New code is being put into service. */
    applying: signal(false),
    /** For how many seconds the lab has taken no press: while it opens, starts a host, or applies code. */
    waited: signal(0),
    /** Phone: all of a file that is folded to the lines that matter. */
    whole: signal(false),
    /** The goal just met, until its evidence has been dismissed. */
    justMet: signal<GoalView | undefined>(undefined),
    /** The part that the last press has changed and that must be in sight. */
    sight: signal<{ readonly part: Part } | undefined>(undefined),
    /** The way back from the last Reset lab or Restore this file. */
    undo: signal<{ readonly of: "lab" | "file"; readonly back: () => unknown } | undefined>(undefined),
    said: signal<{ readonly link?: string; readonly text: string } | undefined>(undefined),
  };
}

/** One load for all that ask; a failed one may be tried again. */
function once(load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}
