// Requests that wait for a person, read from the effects that asked for one.
import type { Fact, FactOf, Instant } from "../../../../sandbox/log/facts.ts";
import type { Json, JsonObject } from "../../../../sandbox/log/json.ts";
import { foldOf } from "./fold.ts";
import { hasEnded, type RunView } from "./runs.ts";

export type RequestView = {
  readonly id: string;
  readonly runId: string;
  readonly detail: JsonObject;
  readonly askedAt: Instant;
  /** Until when somebody waits for the answer; undefined while nobody does yet. */
  readonly until: Instant | undefined;
  /** What has been answered already, with nothing to show for it so far. */
  readonly sent: "approve" | "reject" | undefined;
};

export type RequestSource = { readonly effect: string; readonly id: string };

type Asked = Omit<RequestView, "until"> & { sent: RequestView["sent"] };
/** Every time a request was asked for, by its id, in order. */
type Asks = Map<string, Asked[]>;

/** As a reader wants them: what is still to be decided first, and of that the newest. */
export function newestFirst(requests: readonly RequestView[]): readonly RequestView[] {
  const newest = requests.toSorted((a, b) => b.askedAt - a.askedAt);
  return [...newest.filter(({ sent }) => sent === undefined), ...newest.filter(({ sent }) => sent !== undefined)];
}

/** Open requests, asked for by runs that have not ended: those that nobody has decided, then the others, oldest first each. */
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
    const open = new Map(runs.filter((run) => !hasEnded(run)).map((run) => [run.runId, run]));
    const all = [...asks.values()].flatMap((times) => {
      const asked = times.find(({ runId }) => open.has(runId));
      return asked === undefined ? [] : [{ ...asked, until: open.get(asked.runId)?.waitsUntil }];
    });
    return [...all.filter(({ sent }) => sent === undefined), ...all.filter(({ sent }) => sent !== undefined)];
  };
}

function ask(asks: Asks, { runId, detail, t }: FactOf<"effect">, id: Json | undefined): void {
  if (typeof id !== "string" || runId === undefined) return;
  asks.set(id, [...(asks.get(id) ?? []), { id, runId, detail, askedAt: t, sent: undefined }]);
}
