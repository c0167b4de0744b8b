// Events: their list, one of them, and the form that sends one. What is typed is kept until it has been sent.
import { computed, signal } from "@preact/signals";
import type { EventRow, FunctionRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createAction } from "./action.ts";
import { type TraceApi, TraceProblem } from "./api.ts";
import { beat } from "./beat.ts";
import { pretty, readObject } from "./json-text.ts";
import { createList } from "./list.ts";
import type { TracePorts } from "./ports.ts";
import { ALL_EVENTS, addressOf, type EventFilter } from "./routes.ts";

export type EventModel = ReturnType<typeof createEventModel>;
const REFRESH = 400;

export function createEventsModel(api: TraceApi, ports: Pick<TracePorts, "after" | "now">) {
  const filter = signal<EventFilter>(ALL_EVENTS);
  const sight = signal({ from: 0, to: 40 });
  const list = createList<EventRow, EventFilter>({
    ask: ({ text, name, internal }, cursor, limit) =>
      api.events({
        brief: true,
        limit,
        ...(text === "" ? {} : { text }),
        ...(name === "" ? {} : { name }),
        ...(internal ? { internal } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    keyOf: (row) => row.eventId,
  });
  let touched = new Set<string>();
  const refresh = beat(ports, REFRESH, async () => {
    if (list.state.value === "new") return;
    const ids = touched;
    touched = new Set();
    await list.refresh(ids, sight.value);
  });
  /** Nobody told of what happened meanwhile: all that is in sight may be old. */
  function catchUp(): void {
    for (const row of list.rows.value.slice(sight.value.from, sight.value.to)) touched.add(row.eventId);
    refresh();
  }
  return {
    filter,
    list,
    sight,
    active: signal<string | undefined>(undefined),
    scroll: signal(0),
    async show(asked: EventFilter): Promise<void> {
      const same = addressOf({ view: "events", filter: asked }) === addressOf({ view: "events", filter: filter.value });
      filter.value = asked;
      if (same && list.state.value !== "new") return catchUp();
      await list.show(asked);
    },
    again: () => list.show(filter.value),
    catchUp,
    tell(facts: readonly Fact[]): void {
      const before = touched.size;
      for (const fact of facts) for (const id of eventsOf(fact)) touched.add(id);
      // The end of a run changes what is said of its event, and the fact does not name the event.
      if (touched.size > before || facts.some(endsRun)) refresh();
    },
  };
}

const endsRun = (fact: Fact): boolean => fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled";

export function eventsOf(fact: Fact): readonly string[] {
  if ("eventIds" in fact && Array.isArray(fact.eventIds)) return fact.eventIds;
  return "eventId" in fact && typeof fact.eventId === "string" ? [fact.eventId] : [];
}

export function createEventModel(eventId: string, api: TraceApi, ports: Pick<TracePorts, "after" | "now">) {
  const event = signal<EventRow | undefined>(undefined);
  const state = signal<"loading" | "ready" | "missing">("loading");
  const problem = signal<string | undefined>(undefined);
  async function load(): Promise<void> {
    try {
      event.value = await api.event(eventId);
      state.value = "ready";
      problem.value = undefined;
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      if (event.value === undefined && error instanceof TraceProblem && error.status === 404) state.value = "missing";
    }
  }
  const refresh = beat(ports, REFRESH, load);
  return {
    eventId,
    event,
    state,
    problem,
    load,
    tell(facts: readonly Fact[]): void {
      const runs = new Set(event.value?.runs.map((run) => run.runId));
      if (facts.some((fact) => eventsOf(fact).includes(eventId) || ("runId" in fact && runs.has(fact.runId ?? "")))) refresh();
    },
  };
}

const EMPTY_DATA = "{\n  \n}";

export function createSendModel(
  api: TraceApi,
  ports: Pick<TracePorts, "drafts" | "after" | "now">,
  functions: () => readonly FunctionRow[],
) {
  const draft = (name: string, empty: string) => signal(ports.drafts.get(`send.${name}`) ?? empty);
  const name = draft("name", "");
  const data = draft("data", EMPTY_DATA);
  const id = draft("id", "");
  const keep = (): void => {
    for (const [key, field] of Object.entries({ name, data, id })) ports.drafts.set(`send.${key}`, field.value);
  };
  const sent = signal<EventModel | undefined>(undefined);
  return {
    name,
    data,
    id,
    keep,
    sent,
    suggestions: computed(() => [...new Set(functions().flatMap(eventNames))].sort()),
    /** Fills the form with an event that was sent before. */
    fill(from: Pick<EventRow, "name" | "data">): void {
      name.value = from.name;
      data.value = pretty(from.data);
      id.value = "";
      keep();
    },
    send: createAction(async (event: { name: string; data: string; id: string }) => {
      const read = readObject(event.data);
      if (!read.ok) throw new Error(read.message);
      const eventId = await api.send({ name: event.name.trim(), data: read.value, ...(event.id === "" ? {} : { id: event.id }) });
      const model = createEventModel(eventId, api, ports);
      sent.value = model;
      await model.load();
      return eventId;
    }),
  };
}

/** The events that a function listens to; its crons are none. */
export const eventNames = (fn: Pick<FunctionRow, "triggers">): readonly string[] => fn.triggers.filter((trigger) => !isCron(trigger));
export const isCron = (trigger: string): boolean => /^(TZ=\S+\s+)?(\S+\s+){4,5}\S+$/.test(trigger);
