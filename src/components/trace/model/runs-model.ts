// The list of runs, and what its filter asks for. Boundary: asks the API, touches no document.
import type { RunQuery, RunRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { count } from "../../lab/model/format.ts";
import type { TraceApi } from "./api.ts";
import { createFollowedList } from "./followed-list.ts";
import type { TracePorts } from "./ports.ts";
import { addressOf, NO_FILTER, type RunFilter, toRuns, WITHIN } from "./routes.ts";

/** How often new runs are said, at most. */
const SAID_MS = 5000;

export function createRunsModel(api: TraceApi, ports: Pick<TracePorts, "after" | "now">, say: (text: string) => void) {
  let told = 0;
  const {
    touch,
    refresh: _,
    ...followed
  } = createFollowedList<RunRow, RunFilter>(
    {
      ask: (asked, cursor, limit) =>
        api.runs({ ...queryOf(asked, ports.now()), brief: true, limit, ...(cursor === undefined ? {} : { cursor }) }),
      keyOf: (row) => row.runId,
      all: NO_FILTER,
      addressOf: (filter) => addressOf(toRuns(filter)),
      refreshed(fresh, total) {
        if (fresh <= 0 || ports.now() - told <= SAID_MS) return;
        told = ports.now();
        say(`${count(fresh, "new run")}, ${total} in all`);
      },
    },
    ports,
  );
  return {
    ...followed,
    tell: (facts: readonly Fact[]): void =>
      touch(facts.flatMap((fact) => ("runId" in fact && fact.runId !== undefined ? [fact.runId] : []))),
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
