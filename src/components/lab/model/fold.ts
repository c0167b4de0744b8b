// A fold of the log that keeps what it has made: a batch of facts costs those facts, however long the log is.
import type { Fact } from "../../../../sandbox/log/facts.ts";

/** What a log shows. Asked again with a log that has grown, it looks at the new facts alone. */
export type Fold<View> = (facts: readonly Fact[]) => View;

type Parts<State, View> = {
  start(): State;
  /** Takes in one fact, by changing the state in place. Costs the same at any length of the log. */
  take(state: State, fact: Fact): void;
  /** What the state shows now. Nothing in it may change with a later fact: whoever draws it compares by identity. */
  show(state: State): View;
};

/**
 * A log has grown when its first fact and the last one known stand where they stood: a page appends facts and never changes one.
 * Any other log (after a reset, an import, a change of tab, or cut short) is folded from its first fact.
 */
export function foldOf<State, View>({ start, take, show }: Parts<State, View>): Fold<View> {
  let state = start();
  let count = 0;
  let first: Fact | undefined;
  let last: Fact | undefined;
  let view: { readonly of: View } | undefined;

  const hasGrown = (facts: readonly Fact[]): boolean => facts.length >= count && facts[0] === first && facts[count - 1] === last;

  return (facts) => {
    if (count > 0 && !hasGrown(facts)) {
      [state, count, view] = [start(), 0, undefined];
    }
    if (view !== undefined && facts.length === count) return view.of;
    for (const fact of facts.slice(count)) take(state, fact);
    [first, last, count] = [facts[0], facts.at(-1), facts.length];
    view = { of: show(state) };
    return view.of;
  };
}
