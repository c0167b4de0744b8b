// What the lab says of itself: its sentence, the control that is filled, the hint beside Next wake-up.
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Boundary, Fact, Instant } from "../../../../sandbox/log/facts.ts";
import type { LabPlace, LabRun, LabState } from "./attributes.ts";
import { awayFold, saysAway } from "./away.ts";
import type { CodeModel } from "./code-model.ts";
import type { GoalView } from "./goals-model.ts";
import { guideOf } from "./guide-model.ts";
import { nextPress, type Press } from "./next-press.ts";
import type { PlaceModel } from "./place-model.ts";
import type { LabContent, Act, LabDefinition, LabPorts } from "./ports.ts";
import type { RequestView } from "./requests.ts";
import { MANY, sceneRuns, type RunView } from "./runs.ts";
import { sentence, wakeHint } from "./says.ts";
import type { Shared } from "./share.ts";
import { boundaryOf } from "./wording.ts";

type Known = {
  readonly content: ReadonlySignal<LabContent | undefined>;
  readonly lab: LabDefinition;
  readonly ports: LabPorts;
  readonly place: PlaceModel;
  readonly act: ReadonlySignal<Act | undefined>;
  readonly actIndex: Signal<number>;
  readonly facts: ReadonlySignal<readonly Fact[]>;
  readonly runs: ReadonlySignal<readonly RunView[]>;
  readonly newest: ReadonlySignal<RunView | undefined>;
  readonly now: ReadonlySignal<Instant>;
  readonly state: ReadonlySignal<LabState>;
  readonly run: ReadonlySignal<LabRun>;
  readonly whose: ReadonlySignal<LabPlace>;
  readonly goalsOfAct: ReadonlySignal<readonly GoalView[]>;
  readonly requests: ReadonlySignal<readonly RequestView[]>;
  readonly shared: Signal<Shared | undefined>;
  readonly code: Pick<CodeModel, "draft" | "proposal">;
  readonly event: Signal<number>;
  readonly crashAt: Signal<number>;
  readonly webhook: Signal<number>;
  readonly notice: Signal<string | undefined>;
  readonly applying: Signal<boolean>;
  readonly waited: Signal<number>;
  readonly away: Signal<boolean>;
  readonly restoring: Signal<boolean>;
  readonly seenBefore: Signal<number>;
};

export function voiceOf(at: Known) {
  const { place, ports } = at;
  const supervised = ports.supervised === true;
  const restoring = computed(() => at.restoring.value && !place.opened.value);
  const own = computed(() => (place.opened.value ? at.newest.value : undefined));
  const awayIn = awayFold();
  const crowd = computed(() => {
    const scene = sceneRuns(at.runs.value);
    return scene.length > MANY ? scene : undefined;
  });

  /** The act's own words for a boundary, where it has some. */
  const placeName = (boundary: Boundary, stepId: string | undefined): string => {
    const named =
      at.act.value?.crashAt.filter(
        (each) => each.boundary === boundary && (stepId === undefined || each.stepId === undefined || each.stepId === stepId),
      ) ?? [];
    return (named.length === 1 ? named[0]?.label : undefined) ?? boundaryOf(boundary, stepId);
  };

  const next = guideOf(at);
  const filled = computed((): Press | undefined => {
    if (at.shared.value !== undefined) return "Try it yourself";
    if (restoring.value) return undefined;
    const goals = at.goalsOfAct.value;
    const act = at.act.value;
    return nextPress({
      state: at.state.value,
      run: at.run.value,
      observer: place.role.value === "observer",
      act,
      next: next.value,
      actDone: goals.length > 0 && goals.every((goal) => goal.state === "met"),
      hasNextAct: at.actIndex.value < at.lab.acts.length - 1,
      chosen: {
        event: act?.events[at.event.value]?.key,
        moment: at.crashAt.value,
        webhook: act?.webhooks[at.webhook.value]?.key,
      },
      editing: at.code.draft.value !== undefined || at.code.proposal.value !== undefined,
    });
  });

  const said = computed(() =>
    sentence({
      state: at.state.value,
      run: at.run.value,
      whose: at.whose.value,
      place: place.place.value,
      newest: own.value,
      crowd: crowd.value,
      now: at.now.value,
      facts: place.facts.value.length,
      loading: place.loading.value,
      applying: at.applying.value,
      waited: at.waited.value,
      failure: place.failure.value,
      restoring: restoring.value,
      notice: at.notice.value,
      announces: at.act.value?.announces,
      supervised,
      placeName,
      away: at.away.value ? saysAway(awayIn(place.facts.value), at.newest.value, at.now.value, at.seenBefore.value) : undefined,
    }),
  );

  /** One line for a run that somebody sent. */
  const result = computed(() => {
    const run = at.newest.value;
    if (run === undefined) return "It holds no run.";
    const line = sentence({
      state: "settled",
      run: run.held === undefined ? run.status : "held",
      whose: "own",
      place: undefined,
      newest: run,
      crowd: crowd.value,
      now: at.now.value,
      facts: at.facts.value.length,
      loading: undefined,
      applying: false,
      waited: 0,
      failure: undefined,
      restoring: false,
      notice: undefined,
      away: undefined,
      announces: undefined,
      supervised: false,
      placeName,
    });
    return line.endsWith(".") ? line : `${line}.`;
  });

  return {
    next,
    filled,
    result,
    says: computed(() => (at.shared.value === undefined ? said.value : `Somebody sent you this run. ${result.value} Nothing runs here.`)),
    wakes: computed(() => wakeHint(place.place.value, at.now.value)),
  };
}
