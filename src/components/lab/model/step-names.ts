// The steps that the log knows by name: those lines of code light up.
import { foldOf, type Fold } from "./fold.ts";

export function stepNamesFold(): Fold<ReadonlySet<string>> {
  type State = { names: Set<string>; shown: ReadonlySet<string> };
  return foldOf<State, ReadonlySet<string>>({
    start: () => ({ names: new Set(), shown: new Set() }),
    take({ names }, fact) {
      if ("stepId" in fact && fact.stepId !== undefined) names.add(fact.stepId);
    },
    // The same set as before where no step is new: whoever draws it has nothing to do.
    show(state) {
      if (state.shown.size !== state.names.size) state.shown = new Set(state.names);
      return state.shown;
    },
  });
}
