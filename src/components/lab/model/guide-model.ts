// Where the learner stands in the act's walk, followed with the log: what to do next, as an action.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Action } from "../../../../sandbox/labs/kit/actions.ts";
import { createGuide, type Guide } from "../../../../sandbox/labs/kit/guide.ts";
import { foldOf } from "./fold.ts";
import type { PlaceModel } from "./place-model.ts";
import type { Act, LabDefinition } from "./ports.ts";
import type { RequestView } from "./requests.ts";
import type { RunView } from "./runs.ts";
import { situation } from "./situation.ts";

type Followed = {
  readonly lab: LabDefinition;
  readonly place: PlaceModel;
  readonly act: ReadonlySignal<Act | undefined>;
  readonly runs: ReadonlySignal<readonly RunView[]>;
  readonly requests: ReadonlySignal<readonly RequestView[]>;
};

export function guideOf(at: Followed): ReadonlySignal<Action | undefined> {
  const fold = computed(() => (at.act.value === undefined ? undefined : guideFold(at.lab, at.act.value)));
  return computed(() => fold.value?.(at.place.facts.value).guide.next(situation(at)));
}

const guideFold = (lab: LabDefinition, act: Act) =>
  foldOf<Guide, { readonly guide: Guide }>({
    start: () => createGuide(lab, act),
    take: (guide, fact) => guide.take(fact),
    show: (guide) => ({ guide }),
  });
