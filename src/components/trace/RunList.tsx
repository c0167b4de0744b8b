// Runs, newest first, live. Filters are the address; rows are links.
import type { ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import type { RunRow } from "../../../sandbox/adapters/node/reads.ts";
import { count, firstLine, value } from "../lab/model/format.ts";
import { Ago } from "./Ago.tsx";
import { Link } from "./Link.tsx";
import { took } from "./model/ago.ts";
import { eventNames } from "./model/events-model.ts";
import { NO_FILTER, toRun, toRuns } from "./model/routes.ts";
import { isFiltered } from "./model/runs-model.ts";
import { untilOf } from "./model/statuses.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem, Waiting } from "./Problem.tsx";
import { RunFilters } from "./RunFilters.tsx";
import { Status } from "./Status.tsx";
import { VirtualList } from "./VirtualList.tsx";
import "./list.css";

type Props = { readonly trace: TraceModel; readonly rowHeight: ReadonlySignal<number> };

export function RunList({ trace, rowHeight }: Props): JSX.Element {
  const { runs } = trace;
  const { list } = runs;
  const rows = list.rows.value;
  const empty = rows.length === 0 && list.state.value === "ready" && list.problem.value === undefined;
  return (
    <section class="lab tr-page tr-list" aria-labelledby="runs-title" data-busy={list.state.value === "loading" ? "" : undefined}>
      <header class="tr-head">
        <h1 id="runs-title" tabIndex={-1} data-heading="">
          Runs
        </h1>
        <p class="tr-count">{list.state.value === "new" ? "" : count(list.total.value, "run")}</p>
      </header>
      {empty && !isFiltered(runs.filter.value) ? null : <RunFilters trace={trace} />}
      <Problem text={list.problem.value} again={runs.again} />
      {list.state.value !== "ready" && list.rows.value.length === 0 ? <Waiting /> : null}
      {empty ? (
        <Empty trace={trace} />
      ) : (
        <VirtualList
          trace={trace}
          label={`Runs, ${list.total.value} in all`}
          rows={rows}
          total={list.total.value}
          rowHeight={rowHeight}
          keyOf={(row) => row.runId}
          routeOf={(row) => toRun(row.runId)}
          draw={(row) => <Row trace={trace} run={row} />}
          active={runs.active}
          scroll={runs.scroll}
          onSight={(from, to) => (runs.sight.value = { from, to })}
          more={list.more}
          hasMore={list.hasMore()}
        />
      )}
    </section>
  );
}

function Row({ trace, run }: { readonly trace: TraceModel; readonly run: RunRow }): JSX.Element {
  return (
    <>
      <Status status={run.status} />
      <span class="tr-fn">
        <b>{run.fn}</b> <small>{causeOf(run)}</small>
      </span>
      <span class="tr-what" data-bad={run.status === "failed" ? "" : undefined}>
        {whatOf(run, trace.now.value)}
      </span>
      <span class="tr-steps">{count(run.steps, "step")}</span>
      <span class="tr-took">{took(run, trace.now.value)}</span>
      <Ago trace={trace} at={run.createdAt} absolute />
    </>
  );
}

function causeOf(run: RunRow): string {
  switch (run.cause) {
    case "event":
      return run.eventName;
    case "cron":
      return "by its cron";
    case "invoke":
      return "invoked";
    case "rerun":
      return `rerun of ${run.eventName}`;
    case "batch":
      return `${run.eventIds.length} × ${run.eventName}`;
  }
}

/** What came of it, or what it does next. */
export function whatOf(run: RunRow, now: number): string {
  if (run.error !== undefined) return `${run.error.name}: ${firstLine(run.error.message)}`;
  return run.status === "completed" ? outputOf(run) : untilOf(run, now);
}

/** An output may be large, and a row is drawn again and again. */
const outputs = new WeakMap<RunRow, string>();

function outputOf(run: RunRow): string {
  const known = outputs.get(run);
  if (known !== undefined) return known;
  const said = run.output === undefined ? "" : value(run.output, 90);
  outputs.set(run, said);
  return said;
}

function Empty({ trace }: { readonly trace: TraceModel }): JSX.Element {
  if (isFiltered(trace.runs.filter.value))
    return (
      <div class="tr-empty">
        <p>No run is like this.</p>
        <button type="button" onClick={() => trace.go(toRuns(NO_FILTER), "replace")}>
          Clear filters
        </button>
      </div>
    );
  const fn = trace.functions.functions.value.find((each) => eventNames(each).length > 0);
  const name = fn === undefined ? undefined : eventNames(fn)[0];
  if (name === undefined) return <NoApp trace={trace} />;
  return (
    <div class="tr-empty">
      <p>
        No run yet. <b>{fn?.id}</b> waits for the event <code>{name}</code>.
      </p>
      <Link trace={trace} to={{ view: "send", name, from: "" }} class="tr-button">
        Send {name}
      </Link>
    </div>
  );
}

export function NoApp({ trace }: { readonly trace: TraceModel }): JSX.Element {
  return (
    <div class="tr-empty">
      <p>No run yet, and no app has registered.</p>
      <ol>
        <li>
          Start your app with <code>INNGEST_DEV=1</code>. It is looked for at the usual ports and paths.
        </li>
        <li>
          If it is elsewhere,{" "}
          <Link trace={trace} to={{ view: "functions" }}>
            say where it is
          </Link>
          .
        </li>
        <li>Then send an event that one of its functions waits for.</li>
      </ol>
    </div>
  );
}
