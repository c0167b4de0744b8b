// One event: what it carried, and what came of it.
import type { JSX } from "preact";
import type { EventRow } from "../../../sandbox/adapters/node/reads.ts";
import { Ago } from "./Ago.tsx";
import { startedBy } from "./EventList.tsx";
import { JsonView } from "./JsonView.tsx";
import { Link } from "./Link.tsx";
import type { EventModel } from "./model/events-model.ts";
import { toRun } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem } from "./Problem.tsx";
import { Status } from "./Status.tsx";
import "./Inspector.css";
import "./RunRelatives.css";

type Props = { readonly trace: TraceModel; readonly event: EventModel };

export function EventPage({ trace, event }: Props): JSX.Element {
  const row = event.event.value;
  return (
    <section class="lab tr-page" aria-labelledby="event-title">
      <Head trace={trace} event={event} />
      <Problem text={event.problem.value} again={event.load} />
      {event.state.value === "missing" ? (
        <div class="tr-empty">
          <p>It may have been pruned, or belong to another log.</p>
          <Link trace={trace} to={{ view: "events", filter: { text: "", name: "", internal: false } }} class="tr-button">
            All events
          </Link>
        </div>
      ) : null}
      {row === undefined ? null : (
        <div class="lab-columns tr-columns">
          <div class="tr-inspector">
            <h2>Data</h2>
            <JsonView json={row.data} label="Data of the event" lines={60} />
          </div>
          <aside class="tr-inspector" aria-label="What came of it">
            <h2>What came of it</h2>
            <Outcome trace={trace} event={event} />
          </aside>
        </div>
      )}
    </section>
  );
}

function Head({ trace, event }: Props): JSX.Element {
  const row = event.event.value;
  return (
    <header class="tr-head tr-run-head">
      <div>
        <p class="tr-kicker">
          Event <code>{event.eventId}</code>
        </p>
        <h1 id="event-title" tabIndex={-1} data-heading={event.state.value === "loading" ? undefined : ""}>
          {row?.name ?? (event.state.value === "missing" ? "Event not found" : "")}
        </h1>
        {row === undefined ? null : <Facts trace={trace} row={row} />}
      </div>
      {row === undefined || row.name.startsWith("inngest/") ? null : (
        <div class="tr-actions">
          <div class="tr-presses">
            <Link trace={trace} to={{ view: "send", name: "", from: event.eventId }} class="tr-button">
              Send again
            </Link>
          </div>
        </div>
      )}
    </header>
  );
}

function Facts({ trace, row }: { readonly trace: TraceModel; readonly row: EventRow }): JSX.Element {
  return (
    <dl class="tr-facts">
      <div>
        <dt>Received</dt>
        <dd>
          <Ago trace={trace} at={row.receivedAt} absolute />
        </dd>
      </div>
      <div>
        <dt>From</dt>
        <dd>{SOURCES[row.source] ?? row.source}</dd>
      </div>
      {row.id === row.eventId ? null : (
        <div>
          <dt>Sender's id</dt>
          <dd>
            <code>{row.id}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  learner: "outside",
  function: "a function's app",
  engine: "the engine",
  cron: "a cron",
  webhook: "a webhook",
};

/** The runs that an event started, or why there are none; shown where it was sent as well. */
export function Outcome({ trace, event }: Props): JSX.Element | null {
  const row = event.event.value;
  if (row === undefined) return null;
  const suggestion = row.unmatched?.suggestion;
  return (
    <div class="tr-outcome" role="status">
      {row.runs.length === 0 ? <p data-bad={row.unmatched === undefined ? undefined : ""}>{startedBy(row)}</p> : null}
      {row.unmatched === undefined ? null : (
        <p class="tr-hint">
          {suggestion === undefined ? (
            "No function has this name among its triggers, and no run waits for it."
          ) : (
            <Link trace={trace} to={{ view: "send", name: suggestion, from: "" }}>
              Send {suggestion} instead
            </Link>
          )}
        </p>
      )}
      <ul class="tr-runs">
        {row.runs.map((run) => (
          <li key={run.runId}>
            <Status status={run.status} />{" "}
            <Link trace={trace} to={toRun(run.runId)}>
              {run.fn} <code>{run.runId}</code>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
