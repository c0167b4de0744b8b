// Functions and their apps, and what a person may do to a function: invoke, pause, replay, cancel what is unfinished.
import { computed, signal } from "@preact/signals";
import type { AppView, FunctionRow, RunRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createAction } from "./action.ts";
import type { TraceApi } from "./api.ts";
import { beat } from "./beat.ts";
import { createEventModel, type EventModel } from "./events-model.ts";
import { readObject } from "./json-text.ts";
import type { TracePorts } from "./ports.ts";
import { UNFINISHED } from "./statuses.ts";

export type FunctionModel = ReturnType<typeof createFunctionModel>;

const REFRESH = 800;

export function createFunctionsModel(api: TraceApi, ports: Pick<TracePorts, "after" | "now">) {
  const functions = signal<readonly FunctionRow[]>([]);
  const apps = signal<readonly AppView[]>([]);
  const state = signal<"new" | "ready">("new");
  const problem = signal<string | undefined>(undefined);
  async function load(): Promise<void> {
    try {
      const answer = await api.functions();
      functions.value = answer.functions;
      apps.value = answer.apps;
      state.value = "ready";
      problem.value = undefined;
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  }
  const refresh = beat(ports, REFRESH, load);
  return {
    functions,
    apps,
    state,
    problem,
    load,
    slugs: computed(() => functions.value.map((fn) => fn.id)),
    /** Counts change with every run, and matter only where they are on show. */
    tell(facts: readonly Fact[], onShow: boolean): void {
      const isTold = (fact: Fact): boolean =>
        fact.type.startsWith("function.") || fact.type === "app.registered" || (onShow && fact.type.startsWith("run."));
      if (facts.some(isTold)) refresh();
    },
    pause: createAction(async (fn: string, paused: boolean) => {
      await api.pause(fn, paused);
      await load();
    }),
    addApp: createAction(async (url: string) => {
      const app = await api.addApp(url.trim());
      await load();
      return app;
    }),
  };
}

export type Window = { readonly since: number | undefined; readonly until: number | undefined };
export type ReplayOf = Window & { readonly error: string };
export type Counted = { readonly runs: number; readonly atLeast: boolean };

/** As many runs as are looked at to count those that a replay means. */
const COUNT_UP_TO = 4000;
const PAGE = 400;

export function createFunctionModel(fn: string, api: TraceApi, ports: Pick<TracePorts, "after" | "now" | "drafts">) {
  const data = signal(ports.drafts.get(`invoke.${fn}`) ?? "{\n  \n}");
  const invoked = signal<EventModel | undefined>(undefined);
  return {
    fn,
    data,
    invoked,
    keep: () => ports.drafts.set(`invoke.${fn}`, data.value),
    tell: (facts: readonly Fact[]) => invoked.value?.tell(facts),
    invoke: createAction(async () => {
      const read = readObject(data.value);
      if (!read.ok) throw new Error(read.message);
      const event = createEventModel(await api.invoke(fn, read.value), api, ports);
      invoked.value = event;
      await event.load();
      return event.eventId;
    }),
    /** Counts first; the replay is another press. */
    count: createAction((asked: ReplayOf) => countFailed(api, fn, asked)),
    replay: createAction(
      async ({ since, until, error }: ReplayOf) =>
        (
          await api.replay({
            fn,
            ...(since === undefined ? {} : { since }),
            ...(until === undefined ? {} : { until }),
            ...(error === "" ? {} : { error }),
          })
        ).runIds,
    ),
    countUnfinished: createAction(async (asked: Window) => {
      const query = { fn, status: UNFINISHED, limit: 1, ...(asked.since === undefined ? {} : { since: asked.since }) };
      return { runs: (await api.runs({ ...query, until: asked.until ?? ports.now() })).total, atLeast: false };
    }),
    cancelMany: createAction((asked: Window & { readonly expression: string }) =>
      api.cancelMany({
        fn,
        until: asked.until ?? ports.now(),
        ...(asked.since === undefined ? {} : { since: asked.since }),
        ...(asked.expression === "" ? {} : { expression: asked.expression }),
      }),
    ),
  };
}

/** How many failed runs a replay would start again: ended in the window, with this text in the error. */
async function countFailed(api: TraceApi, fn: string, asked: ReplayOf): Promise<Counted> {
  let cursor: string | undefined;
  let runs = 0;
  for (let seen = 0; seen < COUNT_UP_TO; seen += PAGE) {
    const page = await api.runs({
      fn,
      status: ["failed"],
      limit: PAGE,
      ...(asked.error === "" ? {} : { text: asked.error }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    runs += page.rows.filter((row) => isMeant(row, asked)).length;
    cursor = page.cursor;
    if (cursor === undefined) return { runs, atLeast: false };
  }
  return { runs, atLeast: true };
}

/** As the engine chooses: by the instant at which the run ended, and by the error's words as they are written. */
export function isMeant(row: RunRow, { since, until, error }: ReplayOf): boolean {
  const end = row.endedAt ?? row.createdAt;
  if ((since !== undefined && end < since) || (until !== undefined && end >= until)) return false;
  return error === "" || [row.error?.name, row.error?.message, row.error?.stack].some((text) => text?.includes(error) === true);
}
