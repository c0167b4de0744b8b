// Events, newest first, live: each with the runs that it started, or why it started none.
import type { ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import type { EventRow } from "../../../sandbox/adapters/node/reads.ts";
import { count, value } from "../lab/model/format.ts";
import { Ago } from "./Ago.tsx";
import { Link } from "./Link.tsx";
import { ALL_EVENTS, addressOf, type EventFilter, toEvent } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { Problem, Waiting } from "./Problem.tsx";
import { Search } from "./Search.tsx";
import { Glyph } from "./Status.tsx";
import { VirtualList } from "./VirtualList.tsx";
import "./filters.css";
import "./list.css";
import "./EventList.css";

type Props = { readonly trace: TraceModel; readonly rowHeight: ReadonlySignal<number> };

export function EventList({ trace, rowHeight }: Props): JSX.Element {
  const { events } = trace;
  const { list, filter } = events;
  const set = (change: Partial<EventFilter>): void =>
    trace.go({ view: "events", filter: { ...events.filter.peek(), ...change } }, "replace");
  return (
    <section class="lab tr-page tr-list tr-events" aria-labelledby="events-title">
      <header class="tr-head">
        <h1 id="events-title" tabIndex={-1} data-heading="">
          Events
        </h1>
        <p class="tr-count">{list.state.value === "new" ? "" : count(list.total.value, "event")}</p>
        <Link trace={trace} to={{ view: "send", name: "", from: "" }} class="tr-button">
          Send an event
        </Link>
      </header>
      <div class="tr-filters" role="search" aria-label="Filter events">
        <Search value={filter.value.text} label="Search" hint="id, name or data" onSearch={(text) => set({ text })} />
        <label class="tr-check">
          <input type="checkbox" checked={filter.value.internal} onChange={(event) => set({ internal: event.currentTarget.checked })} />
          Events of the engine itself
        </label>
      </div>
      <Problem text={list.problem.value} again={events.again} />
      {list.state.value !== "ready" && list.rows.value.length === 0 ? <Waiting /> : null}
      {list.rows.value.length === 0 && list.state.value === "ready" && list.problem.value === undefined ? (
        <Empty trace={trace} onClear={() => set(ALL_EVENTS)} />
      ) : (
        <VirtualList
          trace={trace}
          label={`Events, ${list.total.value} in all`}
          rows={list.rows.value}
          total={list.total.value}
          rowHeight={rowHeight}
          keyOf={(row) => row.eventId}
          routeOf={(row) => toEvent(row.eventId)}
          draw={(row) => <Row trace={trace} event={row} />}
          active={events.active}
          scroll={events.scroll}
          onSight={(from, to) => (events.sight.value = { from, to })}
          more={list.more}
          hasMore={list.hasMore()}
        />
      )}
    </section>
  );
}

function Row({ trace, event }: { readonly trace: TraceModel; readonly event: EventRow }): JSX.Element {
  return (
    <>
      <span class="tr-fn">
        <b>{event.name}</b>
      </span>
      <span class="tr-started" data-bad={event.unmatched === undefined ? undefined : ""}>
        {startedBy(event)}
      </span>
      <span class="tr-glyphs" aria-hidden="true">
        {event.runs.slice(0, 3).map((run) => (
          <Glyph key={run.runId} status={run.status} />
        ))}
      </span>
      <span class="tr-what">{value(event.data, 120)}</span>
      <Ago trace={trace} at={event.receivedAt} absolute />
    </>
  );
}

/** How many runs it started; with none, whether another name was meant. */
export function startedBy(event: EventRow): string {
  if (event.unmatched === undefined) return event.runs.length === 0 ? "no new run" : count(event.runs.length, "run");
  const { suggestion } = event.unmatched;
  return suggestion === undefined ? "0 runs: nobody waits for it" : `0 runs: did you mean ${suggestion}?`;
}

function Empty({ trace, onClear }: { readonly trace: TraceModel; readonly onClear: () => void }): JSX.Element {
  if (addressOf({ view: "events", filter: trace.events.filter.value }) !== "/events")
    return (
      <div class="tr-empty">
        <p>No event is like this.</p>
        <button type="button" onClick={onClear}>
          Clear filters
        </button>
      </div>
    );
  return (
    <div class="tr-empty">
      <p>No event yet. Your app sends one with `inngest.send`; you can send one from here.</p>
      <Link trace={trace} to={{ view: "send", name: "", from: "" }} class="tr-button">
        Send an event
      </Link>
    </div>
  );
}
