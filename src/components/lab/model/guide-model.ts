// Where the learner stands in the act's walk, followed with the log: what to do next, as an action.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Action } from "../../../../sandbox/labs/kit/actions.ts";
import type { Guide } from "../../../../sandbox/labs/kit/guide.ts";
import { foldOf } from "./fold.ts";
import type { PlaceModel } from "./place-model.ts";
import type { Act, LabContent, LabDefinition } from "./ports.ts";
import type { RequestView } from "./requests.ts";
import type { RunView } from "./runs.ts";
import { situation } from "./situation.ts";

type Followed = {
  readonly lab: LabDefinition;
  readonly place: PlaceModel;
  readonly act: ReadonlySignal<Act | undefined>;
  readonly runs: ReadonlySignal<readonly RunView[]>;
  readonly requests: ReadonlySignal<readonly RequestView[]>;
  /** The guide comes with it. */
  readonly content: ReadonlySignal<LabContent | undefined>;
};

/** Until the guide is there nothing has been pressed, and the walk begins. */
export function guideOf(at: Followed): ReadonlySignal<Action | undefined> {
  const fold = computed(() => {
    const create = at.content.value?.createGuide;
    return at.act.value === undefined || create === undefined ? undefined : guideFold(() => create(at.lab, at.act.value as Act));
  });
  return computed(() => (fold.value === undefined ? at.act.value?.walk?.[0] : fold.value(at.place.facts.value).guide.next(situation(at))));
}

const guideFold = (create: () => Guide) =>
  foldOf<Guide, { readonly guide: Guide }>({
    start: create,
    take: (guide, fact) => guide.take(fact),
    show: (guide) => ({ guide }),
  });
