// The trace as a whole: where the reader is, what is loaded for it, and the facts that keep it true.
// Laws: every view follows from the address; facts of the stream reach every view that is open; nothing here touches a document.
import { batch, signal } from "@preact/signals";
import type { About } from "../../../../sandbox/adapters/node/trace-api.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createTraceApi, type TraceApi } from "./api.ts";
import { createEventModel, createEventsModel, createSendModel, type EventModel } from "./events-model.ts";
import { createFunctionModel, createFunctionsModel, type FunctionModel } from "./functions-model.ts";
import type { TracePorts } from "./ports.ts";
import { addressOf, type Route, routeOf, samePage } from "./routes.ts";
import { createRunModel, type RunModel } from "./run-model.ts";
import { createRunsModel } from "./runs-model.ts";
import { createStream } from "./stream.ts";

export type TraceModel = ReturnType<typeof createTrace>;

type Listening = { tell(facts: readonly Fact[]): void };

/** Announcements stand at least this long before the next one. */
const SAID_FOR = 2000;

export function createTrace(ports: TracePorts) {
  const api = createTraceApi(ports.fetch);
  const said = signal("");
  const say = announcer(ports, said);
  const runs = createRunsModel(api, ports, say);
  const events = createEventsModel(api, ports);
  const functions = createFunctionsModel(api, ports);
  const send = createSendModel(api, ports, () => functions.functions.value);
  const about = signal<About | undefined>(undefined);
  const run = signal<RunModel | undefined>(undefined);
  const event = signal<EventModel | undefined>(undefined);
  const fn = signal<FunctionModel | undefined>(undefined);
  const route = signal<Route>(routeOf(ports.address.now()));
  const now = signal(ports.now());
  /** Who is told: what is on show. The rest asks anew when one comes to it. */
  const listening: Readonly<Record<Route["view"], () => readonly (Listening | undefined)[]>> = {
    runs: () => [runs],
    run: () => [run.value],
    events: () => [events],
    event: () => [event.value],
    send: () => [send.sent.value],
    functions: () => [],
    function: () => [fn.value],
    unknown: () => [],
  };

  /** Loads what the address names; what is loaded for it already stays. */
  async function enter(next: Route): Promise<void> {
    switch (next.view) {
      case "runs":
        return runs.show(next.filter);
      case "run":
        if (run.value?.runId !== next.runId) run.value = createRunModel(next.runId, api, ports, say);
        return run.value.load();
      case "events":
        return events.show(next.filter);
      case "event":
        event.value = createEventModel(next.eventId, api, ports);
        return event.value.load();
      case "send":
        return filled(send, api, next);
      case "function":
        if (fn.value?.fn !== next.fn) fn.value = createFunctionModel(next.fn, api, ports);
        return functions.load();
      case "functions":
        return functions.load();
      case "unknown":
        return undefined;
    }
  }

  function go(next: Route, how: "push" | "replace" = "push"): void {
    const same = samePage(route.value, next);
    const address = addressOf(next);
    if (address !== ports.address.now()) ports.address[how](address);
    route.value = next;
    if (!same || next.view === "runs" || next.view === "events") void enter(next);
  }

  /** Connected, for the first time or again: everything on show may be old. */
  function catchUp(): void {
    void api
      .about()
      .then((answer) => (about.value = answer))
      .catch(() => undefined);
    void functions.load();
    if (route.value.view === "runs") runs.catchUp();
    if (route.value.view === "events") events.catchUp();
    if (route.value.view === "run") void run.value?.load();
    if (route.value.view === "event") void event.value?.load();
  }

  function tell(facts: readonly Fact[]): void {
    const { view } = route.value;
    batch(() => {
      functions.tell(facts, view === "functions" || view === "function");
      for (const each of listening[view]()) each?.tell(facts);
    });
  }

  const stream = createStream({ open: ports.stream, after: ports.after }, { facts: tell, open: catchUp });
  return {
    api,
    route,
    now,
    about,
    said,
    say,
    stream,
    runs,
    events,
    functions,
    send,
    run,
    event,
    fn,
    go,
    /** The browser has gone back or forth. */
    followAddress(): void {
      const next = routeOf(ports.address.now());
      const same = samePage(route.value, next);
      route.value = next;
      if (!same || next.view === "runs" || next.view === "events") void enter(next);
    },
    wake(): void {
      stream.connect();
      void enter(route.value);
    },
    tick: () => (now.value = ports.now()),
  };
}

/** The form is as the address says: empty, with a name, or with an event that was sent before. */
async function filled(
  send: ReturnType<typeof createSendModel>,
  api: TraceApi,
  { name, from }: Extract<Route, { view: "send" }>,
): Promise<void> {
  send.sent.value = undefined;
  send.send.clear();
  if (name !== "") send.name.value = name;
  if (from === "") return;
  const again = await api.event(from).catch(() => undefined);
  if (again !== undefined) send.fill(again);
}

/** Says one thing at a time, the newest of those that came too quickly. */
function announcer(ports: Pick<TracePorts, "after">, said: { value: string }): (text: string) => void {
  let quiet = true;
  let waiting: string | undefined;
  const speak = (text: string): void => {
    quiet = false;
    said.value = text;
    ports.after(SAID_FOR, () => {
      quiet = true;
      const next = waiting;
      waiting = undefined;
      if (next === undefined) said.value = "";
      else speak(next);
    });
  };
  return (text) => {
    if (quiet) speak(text);
    else waiting = text;
  };
}
