// One run: what it is, its timeline, its log in several readings, what started it, and what may be done about it.
import { type Signal, useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { RunRow } from "../../../sandbox/adapters/node/reads.ts";
import type { Fact, RunCause } from "../../../sandbox/log/facts.ts";
import { count, length } from "../lab/model/format.ts";
import { timelineOf } from "../lab/model/timeline-model.ts";
import { TimelineFigure } from "../lab/TimelineFigure.tsx";
import { Ago } from "./Ago.tsx";
import { Link } from "./Link.tsx";
import { notObserved } from "./model/run-folds.ts";
import { toEvent, toFunction, toRun, toRuns } from "./model/routes.ts";
import type { RunModel } from "./model/run-model.ts";
import { untilOf } from "./model/statuses.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem, Waiting } from "./Problem.tsx";
import { FromAStep, RunActions } from "./RunActions.tsx";
import { RunReadings } from "./RunReadings.tsx";
import { Relatives } from "./RunRelatives.tsx";
import { Status } from "./Status.tsx";
import "./RunPage.css";

export function RunPage({ trace, run }: { readonly trace: TraceModel; readonly run: RunModel }): JSX.Element {
  const row = run.run.value;
  const open = useSignal(false);
  if (row === undefined)
    return (
      <section class="lab tr-page" aria-labelledby="run-title">
        <header class="tr-head">
          <h1 id="run-title" tabIndex={-1} data-heading={run.state.value === "missing" ? "" : undefined}>
            Run {run.state.value === "missing" ? "not found" : ""}
          </h1>
        </header>
        {run.state.value === "missing" ? (
          <div class="tr-empty">
            <p>
              There is no run <code>{run.runId}</code>. It may have been pruned, or belong to another log.
            </p>
            <Link trace={trace} to={toRuns()} class="tr-button">
              All runs
            </Link>
          </div>
        ) : run.problem.value === undefined ? (
          <Waiting />
        ) : (
          <Problem text={run.problem.value} again={run.load} />
        )}
      </section>
    );
  return (
    <section class="lab tr-page" aria-labelledby="run-title" data-run={row.status}>
      <Head trace={trace} run={run} open={open} />
      {open.value ? <FromAStep trace={trace} run={run} /> : null}
      <Problem text={run.problem.value} again={run.load} />
      <Failure run={run} />
      <Figure trace={trace} run={run} />
      <RunReadings trace={trace} run={run} />
      <Relatives trace={trace} run={run} />
    </section>
  );
}

type HeadProps = { readonly trace: TraceModel; readonly run: RunModel; readonly open: Signal<boolean> };

function Head({ trace, run, open }: HeadProps): JSX.Element | null {
  const row = run.run.value;
  if (row === undefined) return null;
  return (
    <header class="tr-head tr-run-head">
      <div>
        <p class="tr-kicker">
          Run <code>{row.runId}</code>
        </p>
        <h1 id="run-title" tabIndex={-1} data-heading="">
          <Link trace={trace} to={toFunction(row.fn)}>
            {row.fn}
          </Link>
        </h1>
        <Facts trace={trace} row={row} />
        <Origin trace={trace} run={run} />
      </div>
      <RunActions trace={trace} run={run} open={open} />
    </header>
  );
}

function Facts({ trace, row }: { readonly trace: TraceModel; readonly row: RunRow }): JSX.Element {
  const now = trace.now.value;
  const [eventId] = row.eventIds;
  const next = untilOf(row, now);
  return (
    <dl class="tr-facts">
      <div>
        <dt>Status</dt>
        <dd>
          <span role="status" aria-label="Status">
            <Status status={row.status} />
          </span>
          {next === "" ? null : <span class="tr-next"> {next}</span>}
        </dd>
      </div>
      <div>
        <dt>Event</dt>
        <dd>
          {eventId === undefined ? (
            row.eventName
          ) : (
            <Link trace={trace} to={toEvent(eventId)}>
              <code>{row.eventName}</code>
            </Link>
          )}
          {row.eventIds.length > 1 ? ` and ${row.eventIds.length - 1} more` : ""}
        </dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <Ago trace={trace} at={row.createdAt} absolute />
        </dd>
      </div>
      <div>
        <dt>{row.endedAt === undefined ? "So far" : "Took"}</dt>
        <dd>{length(Math.max(0, (row.endedAt ?? now) - row.createdAt))}</dd>
      </div>
      <div>
        <dt>Steps</dt>
        <dd>{row.steps}</dd>
      </div>
    </dl>
  );
}

/** Where it comes from, if not from an event that somebody sent. */
function Origin({ trace, run }: { readonly trace: TraceModel; readonly run: RunModel }): JSX.Element | null {
  const { parent, fromStep } = run.relatives.value;
  const cause = run.run.value?.cause;
  if (parent !== undefined)
    return (
      <p class="tr-origin">
        {cause === "rerun" ? `A rerun${fromStep === undefined ? "" : ` from the step ${fromStep}`} of ` : "Invoked by "}
        <Link trace={trace} to={toRun(parent)}>
          run <code>{parent}</code>
        </Link>
      </p>
    );
  const says = cause === undefined ? undefined : CAUSES[cause];
  return says === undefined ? null : <p class="tr-origin">{says}</p>;
}

const CAUSES: { readonly [cause in RunCause]?: string } = {
  cron: "Started by its cron.",
  batch: "Started by a batch of events.",
  rerun: "Started again for the same event.",
  invoke: "Invoked by hand.",
};

function Failure({ run }: { readonly run: RunModel }): JSX.Element | null {
  const error = run.run.value?.error;
  if (error === undefined) return null;
  return (
    <div class="tr-failure">
      <p>
        <b>{error.name}</b> {error.message}
      </p>
      {error.stack === undefined ? null : (
        <details>
          <summary>Stack</summary>
          <pre tabIndex={0} role="region" aria-label="Stack of the error">
            {error.stack}
          </pre>
        </details>
      )}
    </div>
  );
}

/** As many of the newest facts as are drawn at first. */
const DRAWN = 500;

/** The newest facts, and the one that created the run: without it there is no line to draw on. */
const newest = (facts: readonly Fact[]): readonly Fact[] =>
  facts.length <= DRAWN ? facts : [...facts.slice(0, 1), ...facts.slice(-DRAWN)];

function Figure({ trace, run }: { readonly trace: TraceModel; readonly run: RunModel }): JSX.Element {
  const all = useSignal(false);
  const view = useComputed(() => timelineOf(all.value ? run.facts.value : newest(run.facts.value), run.rails.value));
  const hidden = all.value ? 0 : Math.max(0, run.facts.value.length - DRAWN);
  const pick = (seq: number): void => {
    const route = trace.route.peek();
    if (route.view === "run") trace.go({ ...route, fact: seq }, "replace");
  };
  return (
    <div class="tr-figure">
      <TimelineFigure
        view={view.value}
        id="run"
        lit={run.lit.value}
        onLight={(lit) => (run.lit.value = lit)}
        onPick={(mark) => pick(mark.seqs.at(-1) ?? mark.at)}
        empty="Nothing has happened yet."
        glossed={false}
      />
      <p class="tr-unseen">
        {notObserved(run.rails.value)}
        {hidden === 0 ? null : (
          <button type="button" data-quiet="" onClick={() => (all.value = true)}>
            Draw {count(hidden, "earlier fact")} too
          </button>
        )}
      </p>
    </div>
  );
}
