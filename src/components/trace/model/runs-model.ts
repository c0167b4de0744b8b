// The list of runs: its filter is the address, its rows follow the facts. Boundary: asks the API, touches no document.
import { signal } from "@preact/signals";
import type { RunQuery, RunRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { count } from "../../lab/model/format.ts";
import type { TraceApi } from "./api.ts";
import { beat } from "./beat.ts";
import { createList } from "./list.ts";
import type { TracePorts } from "./ports.ts";
import { addressOf, NO_FILTER, type RunFilter, toRuns, WITHIN } from "./routes.ts";

/** How often the list is asked for again, at most, while facts come in. */
const REFRESH = 400;

export function createRunsModel(api: TraceApi, ports: Pick<TracePorts, "after" | "now">, say: (text: string) => void) {
  const filter = signal<RunFilter>(NO_FILTER);
  const sight = signal({ from: 0, to: 40 });
  const list = createList<RunRow, RunFilter>({
    ask: (asked, cursor, limit) =>
      api.runs({ ...queryOf(asked, ports.now()), brief: true, limit, ...(cursor === undefined ? {} : { cursor }) }),
    keyOf: (row) => row.runId,
  });
  let touched = new Set<string>();
  let told = 0;
  const refresh = beat(ports, REFRESH, async () => {
    if (list.state.value === "new") return;
    const ids = touched;
    touched = new Set();
    const before = list.total.value;
    await list.refresh(ids, sight.value);
    const fresh = list.total.value - before;
    if (fresh > 0 && ports.now() - told > 5000) {
      told = ports.now();
      say(`${count(fresh, "new run")}, ${list.total.value} in all`);
    }
  });
  /** Nobody told of what happened meanwhile: all that is in sight may be old. */
  function catchUp(): void {
    for (const row of list.rows.value.slice(sight.value.from, sight.value.to)) touched.add(row.runId);
    refresh();
  }
  return {
    filter,
    list,
    sight,
    /** The run that has, or had, the keyboard's focus. */
    active: signal<string | undefined>(undefined),
    scroll: signal(0),
    async show(asked: RunFilter): Promise<void> {
      const same = addressOf(toRuns(asked)) === addressOf(toRuns(filter.value));
      filter.value = asked;
      if (same && list.state.value !== "new") return catchUp();
      await list.show(asked);
    },
    again: () => list.show(filter.value),
    catchUp,
    tell(facts: readonly Fact[]): void {
      for (const fact of facts) if ("runId" in fact && fact.runId !== undefined) touched.add(fact.runId);
      if (touched.size > 0) refresh();
    },
  };
}

export function queryOf(filter: RunFilter, now: number): RunQuery {
  const within = WITHIN[filter.within]?.ms;
  const since = within === undefined ? filter.since : now - within;
  return {
    ...(filter.text === "" ? {} : { text: filter.text }),
    ...(filter.fn === "" ? {} : { fn: filter.fn }),
    ...(filter.status.length === 0 ? {} : { status: filter.status }),
    ...(since === undefined ? {} : { since }),
    ...(filter.until === undefined ? {} : { until: filter.until }),
  };
}

export const isFiltered = (filter: RunFilter): boolean => addressOf(toRuns(filter)) !== "/";
