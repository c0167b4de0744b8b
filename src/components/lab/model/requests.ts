// Requests that wait for a person, read from the effects that asked for one.
import type { Fact, FactOf, Instant } from "../../../../sandbox/log/facts.ts";
import type { Json, JsonObject } from "../../../../sandbox/log/json.ts";
import { foldOf } from "./fold.ts";
import { hasEnded, type RunStatus, type RunView } from "./runs.ts";

export type RequestView = {
  readonly id: string;
  readonly runId: string;
  readonly detail: JsonObject;
  readonly askedAt: Instant;
  /** Until when somebody waits for the answer; undefined while nobody does yet. */
  readonly until: Instant | undefined;
  /** What has been answered already. */
  readonly sent: "approve" | "reject" | undefined;
  /** How its run has ended: then nothing can be decided any more. */
  readonly over: RunStatus | undefined;
};

/** Still to be decided: only then has its card buttons. */
export const isOpen = ({ sent, over }: RequestView): boolean => sent === undefined && over === undefined;

export type RequestSource = { readonly effect: string; readonly id: string };

type Asked = Omit<RequestView, "until" | "over"> & { sent: RequestView["sent"] };
/** Every time a request was asked for, by its id, in order. */
type Asks = Map<string, Asked[]>;

/** As a reader wants them: what is still to be decided first, what is over last, and of each the newest. */
export function newestFirst(requests: readonly RequestView[]): readonly RequestView[] {
  const newest = requests.toSorted((a, b) => b.askedAt - a.askedAt);
  const rank = (request: RequestView): number => (isOpen(request) ? 0 : request.over === undefined ? 1 : 2);
  return newest.toSorted((a, b) => rank(a) - rank(b));
}

/** The requests of these runs, oldest first. One that is asked for again, as by a rerun, is that of the run that has not ended. */
export function requestsFold(
  source: RequestSource | undefined,
): (facts: readonly Fact[], runs: readonly RunView[]) => readonly RequestView[] {
  const asksIn = foldOf<Asks, { readonly asks: Asks }>({
    start: () => new Map(),
    take(asks, fact) {
      if (source !== undefined && fact.type === "effect" && fact.kind === source.effect) ask(asks, fact, fact.detail[source.id]);
      if (fact.type === "request.decided") for (const asked of asks.get(fact.request) ?? []) asked.sent = fact.answer;
    },
    show: (asks) => ({ asks }),
  });
  return (facts, runs) => {
    const { asks } = asksIn(facts);
    if (asks.size === 0) return [];
    const byId = new Map(runs.map((run) => [run.runId, run]));
    return [...asks.values()].flatMap((times) => {
      const known = times.flatMap((asked) => {
        const run = byId.get(asked.runId);
        return run === undefined ? [] : [{ ...asked, until: run.waitsUntil, over: hasEnded(run) ? run.status : undefined }];
      });
      const shown = known.find(({ over }) => over === undefined) ?? known.at(-1);
      return shown === undefined ? [] : [shown];
    });
  };
}

function ask(asks: Asks, { runId, detail, t }: FactOf<"effect">, id: Json | undefined): void {
  if (typeof id !== "string" || runId === undefined) return;
  asks.set(id, [...(asks.get(id) ?? []), { id, runId, detail, askedAt: t, sent: undefined }]);
}
