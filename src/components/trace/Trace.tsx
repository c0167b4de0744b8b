// The frame of the trace: where one is, whether the engine is connected, and the view that the address names.
import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./page.css";
import { EventList } from "./EventList.tsx";
import { EventPage } from "./EventPage.tsx";
import { FunctionPage } from "./FunctionPage.tsx";
import { Functions } from "./Functions.tsx";
import { followKeys } from "./keys.ts";
import { Keys } from "./Keys.tsx";
import { Link } from "./Link.tsx";
import { addressOf, ALL_EVENTS, type Route, samePage, toRuns } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";
import { RunList } from "./RunList.tsx";
import { RunPage } from "./RunPage.tsx";
import { SendPage } from "./SendPage.tsx";
import { Theme } from "./Theme.tsx";
import "./Trace.css";

type Props = { readonly trace: TraceModel };

/** Heights of a list's row, in the reader's own size of letters. */
const ROW = { wide: 2.75, narrow: 4.625 } as const;
const NARROW = "(max-width: 50rem)";

export function Trace({ trace }: Props): JSX.Element {
  const narrow = useSignal(matchMedia(NARROW).matches);
  const keys = useSignal(false);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => void (narrow.value = query.matches);
    query.addEventListener("change", follow);
    const end = followKeys(trace, () => (keys.value = true));
    return () => {
      query.removeEventListener("change", follow);
      end();
    };
  }, []);
  const letter = useSignal(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const rowHeight = useComputed(() => Math.round(letter.value * (narrow.value ? ROW.narrow : ROW.wide)));
  useArrival(trace);
  return (
    <>
      <Top trace={trace} onKeys={() => (keys.value = true)} />
      <Connection trace={trace} />
      <main id="main">{viewOf(trace, rowHeight)}</main>
      <p class="tr-hidden" role="status" aria-label="What changes">
        {trace.said.value}
      </p>
      <Keys open={keys} />
    </>
  );
}

function viewOf(trace: TraceModel, rowHeight: { readonly value: number } & Parameters<typeof RunList>[0]["rowHeight"]): ComponentChildren {
  const route = trace.route.value;
  const run = trace.run.value;
  const event = trace.event.value;
  const fn = trace.fn.value;
  switch (route.view) {
    case "runs":
      return <RunList trace={trace} rowHeight={rowHeight} />;
    case "run":
      return run?.runId === route.runId ? <RunPage key={route.runId} trace={trace} run={run} /> : null;
    case "events":
      return <EventList trace={trace} rowHeight={rowHeight} />;
    case "event":
      return event?.eventId === route.eventId ? <EventPage key={route.eventId} trace={trace} event={event} /> : null;
    case "send":
      return <SendPage trace={trace} />;
    case "functions":
      return <Functions trace={trace} />;
    case "function":
      return fn?.fn === route.fn ? <FunctionPage key={route.fn} trace={trace} fn={fn} /> : null;
    case "unknown":
      return <Unknown trace={trace} path={route.path} />;
  }
}

function Top({ trace, onKeys }: Props & { readonly onKeys: () => void }): JSX.Element {
  const { view } = trace.route.value;
  const about = trace.about.value;
  return (
    <header class="tr-top">
      <a class="tr-skip" href="#main">
        Skip to the content
      </a>
      <Link
        trace={trace}
        to={toRuns()}
        class="tr-brand"
        title={about === undefined ? "" : `Version ${about.version}, log in ${about.where}`}
      >
        <svg width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">
          <path d="M0 8H34" class="tr-brand-fibre" />
          <rect x="3" y="3" width="9" height="10" rx="5" class="tr-brand-senses" />
          <rect x="14" y="3" width="6" height="10" rx="3" class="tr-brand-reflexes" />
          <rect x="24" y="3" width="8" height="10" rx="4" class="tr-brand-balance" />
        </svg>
        <span translate={false}>
          Agent Nervous System <small>engine</small>
        </span>
      </Link>
      <nav aria-label="Views">
        <Link trace={trace} to={toRuns()} current={view === "runs" || view === "run"}>
          Runs
        </Link>
        <Link trace={trace} to={{ view: "events", filter: ALL_EVENTS }} current={view === "events" || view === "event" || view === "send"}>
          Events
        </Link>
        <Link trace={trace} to={{ view: "functions" }} current={view === "functions" || view === "function"}>
          Functions
        </Link>
      </nav>
      <div class="tr-tools">
        <Live trace={trace} />
        <Theme />
        <button type="button" class="tr-tool" onClick={onKeys} aria-haspopup="dialog">
          Keys
        </button>
      </div>
    </header>
  );
}

/** Whether what is shown is of this moment, told by shape and word; `Connection` says it aloud. */
function Live({ trace }: Props): JSX.Element {
  const isLive = trace.stream.state.value === "live";
  return (
    <span class="tr-live" data-live={isLive ? "" : undefined}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="3.6" />
      </svg>
      {isLive ? "live" : "not live"}
    </span>
  );
}

const CONNECTION = {
  connecting: "Connecting to the engine.",
  lost: "The engine does not answer. What you see is as it was; trying again. If you stopped it, start it again with npm run engine.",
  live: "",
  resting: "",
} as const;

/** Told where it matters and until it is over: what is on show may be old. */
function Connection({ trace }: Props): JSX.Element {
  const state = trace.stream.state.value;
  const words = state === "connecting" ? "" : CONNECTION[state];
  return (
    <div class="tr-connection" role="status" aria-label="Connection" data-state={state}>
      {words}
    </div>
  );
}

function Unknown({ trace, path }: Props & { readonly path: string }): JSX.Element {
  return (
    <section class="lab tr-page">
      <header class="tr-head">
        <h1 tabIndex={-1} data-heading="">
          Nothing is here
        </h1>
      </header>
      <div class="tr-empty">
        <p>
          There is no view at <code>{path}</code>.
        </p>
        <Link trace={trace} to={toRuns()} class="tr-button">
          All runs
        </Link>
      </div>
    </section>
  );
}

const NAMES: Readonly<Record<Route["view"], string>> = {
  runs: "Runs",
  run: "Run",
  events: "Events",
  event: "Event",
  send: "Send an event",
  functions: "Functions",
  function: "Function",
  unknown: "Nothing here",
};

/** A new view is named in the title, and the focus goes to its heading, or back to the row that one came from. */
function useArrival(trace: TraceModel): void {
  const before = useRef<Route | undefined>(undefined);
  const wanted = useRef<"heading" | "row" | undefined>(undefined);
  const route = trace.route.value;
  const detail = detailOf(trace, route);
  useEffect(() => {
    document.title = `${NAMES[route.view]}${detail === "" ? "" : ` ${detail}`} · Agent Nervous System`;
  }, [addressOf(route), detail]);
  useEffect(() => {
    const came = before.current;
    before.current = route;
    if (came === undefined || samePage(came, route)) return;
    const returns = (route.view === "runs" && came.view === "run") || (route.view === "events" && came.view === "event");
    wanted.current = returns ? "row" : "heading";
    if (!returns) scrollTo(0, 0);
  }, [route]);
  // A heading that says what was asked for may have to wait for the answer.
  useEffect(() => {
    const active = (route.view === "events" ? trace.events : trace.runs).active.peek();
    const row = wanted.current === "row" ? document.querySelector<HTMLElement>(`[data-key="${CSS.escape(active ?? "")}"]`) : null;
    const target = wanted.current === undefined ? null : (row ?? document.querySelector<HTMLElement>("[data-heading]"));
    if (target === null) return;
    wanted.current = undefined;
    target.focus({ preventScroll: true });
  });
}

/** What the view is of, once it is known. */
function detailOf(trace: TraceModel, route: Route): string {
  switch (route.view) {
    case "run":
      return trace.run.value?.run.value?.fn ?? trace.run.value?.state.value ?? "";
    case "event":
      return trace.event.value?.event.value?.name ?? trace.event.value?.state.value ?? "";
    case "function":
      return route.fn;
    default:
      return "";
  }
}
