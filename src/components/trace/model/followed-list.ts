// A list that follows the facts: its filter is the address, and what they touch is asked for again. Boundary: touches no document.
import { signal } from "@preact/signals";
import { beat } from "./beat.ts";
import { createList, type ListOptions } from "./list.ts";
import type { TracePorts } from "./ports.ts";

/** How often it is asked for again, at most, while facts come in. */
export const REFRESH = 400;

type FollowedOptions<Row, Filter> = ListOptions<Row, Filter> & {
  readonly all: Filter;
  readonly addressOf: (filter: Filter) => string;
  /** It has been brought up to date; so many rows are new. */
  readonly refreshed?: (fresh: number, total: number) => void;
};

export function createFollowedList<Row, Filter>(options: FollowedOptions<Row, Filter>, ports: Pick<TracePorts, "after" | "now">) {
  const { all, addressOf, keyOf, refreshed } = options;
  const filter = signal(all);
  const sight = signal({ from: 0, to: 40 });
  const list = createList(options);
  let touched = new Set<string>();
  const refresh = beat(ports, REFRESH, async () => {
    if (list.state.value === "new") return;
    const ids = touched;
    touched = new Set();
    const before = list.total.value;
    await list.refresh(ids, sight.value);
    refreshed?.(list.total.value - before, list.total.value);
  });
  function touch(keys: Iterable<string>): void {
    for (const key of keys) touched.add(key);
    if (touched.size > 0) refresh();
  }
  /** Nobody told of what happened meanwhile: all that is in sight may be old. */
  function catchUp(): void {
    touch(list.rows.value.slice(sight.value.from, sight.value.to).map(keyOf));
    refresh();
  }
  return {
    filter,
    list,
    sight,
    /** The row that has, or had, the keyboard's focus. */
    active: signal<string | undefined>(undefined),
    scroll: signal(0),
    async show(asked: Filter): Promise<void> {
      const same = addressOf(asked) === addressOf(filter.value);
      filter.value = asked;
      if (same && list.state.value !== "new") return catchUp();
      await list.show(asked);
    },
    again: () => list.show(filter.value),
    catchUp,
    touch,
    refresh,
  };
}
