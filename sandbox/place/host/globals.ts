// The globals that learner modules get instead of the platform's: `fetch` and `query` to the world, timers on the lab's clock, and
// a console whose lines go into the log.
import type { ContextKeeper } from "../context.ts";
import type { hostGlobals } from "../link/transpile.ts";
import type { HostApi, HostNote } from "../ports.ts";
import type { SourceMap } from "../stack.ts";
import { createLearnerConsole, type LearnerConsole } from "./learner-console.ts";
import { createLearnerTimers } from "./timers.ts";
import { createQuery, createWorldFetch } from "./wire-fetch.ts";

export type LearnerGlobals = { readonly [Name in Exclude<(typeof hostGlobals)[number], "console">]: unknown } & {
  readonly console: LearnerConsole;
};

export type GlobalsParts = {
  readonly host: number;
  readonly controller: HostApi;
  readonly keeper: ContextKeeper;
  readonly sources: SourceMap;
  note(note: HostNote): void;
};

export function createLearnerGlobals({ host, controller, keeper, sources, note }: GlobalsParts): LearnerGlobals {
  const ask = (request: Parameters<HostApi["world"]>[1]) => keeper.bind(controller.world(host, request, keeper.current()));
  return {
    ...createLearnerTimers((ms) => keeper.bind(controller.delay(host, ms, keeper.current()))),
    fetch: createWorldFetch(ask),
    query: createQuery(ask),
    console: createLearnerConsole((level, text) => {
      const [place] = sources.places(new Error().stack ?? "");
      note({ type: "console", ...keeper.current(), level, text, ...(place === undefined ? {} : { place }) });
    }),
  };
}
