// Events: their list, one of them, and the form that sends one. What is typed is kept until it has been sent.
import { computed, signal } from "@preact/signals";
import type { EventRow, FunctionRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createAction } from "./action.ts";
import { type TraceApi, TraceProblem } from "./api.ts";
import { beat } from "./beat.ts";
import { createFollowedList, REFRESH } from "./followed-list.ts";
import { pretty, readObject } from "./json-text.ts";
import type { TracePorts } from "./ports.ts";
import { ALL_EVENTS, addressOf, type EventFilter } from "./routes.ts";

export type EventModel = ReturnType<typeof createEventModel>;

export function createEventsModel(api: TraceApi, ports: Pick<TracePorts, "after" | "now">) {
  const { touch, refresh, ...followed } = createFollowedList<EventRow, EventFilter>(
    {
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
      all: ALL_EVENTS,
      addressOf: (filter) => addressOf({ view: "events", filter }),
    },
    ports,
  );
  return {
    ...followed,
    tell(facts: readonly Fact[]): void {
      touch(facts.flatMap(eventsOf));
      // The end of a run changes what is said of its event, and the fact does not name the event.
      if (facts.some(endsRun)) refresh();
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
