// The Events tab: each event with where it came from, the runs it started, and why there are none.
import type { EventSource, Fact, FactOf } from "../../../../sandbox/log/facts.ts";
import { inWords } from "../../../../sandbox/log/rules.ts";
import { changingList, type ChangingList } from "./changing-list.ts";
import { foldOf, type Fold } from "./fold.ts";
import { count, firstLine, value } from "./format.ts";
import { code, text, type Row, type Table } from "./tabs.ts";

/** An event, or a webhook's request that became none. */
type Arrival = {
  readonly fact: FactOf<"event.received" | "webhook.rejected">;
  runs: number;
  note: string;
  /** A run went on because of it, or one will start once enough or nothing more has come. */
  counts: boolean;
};

type State = { readonly list: ChangingList<Arrival, Row>; readonly byId: Map<string, Arrival> };

export function eventsFold(): Fold<Table> {
  return foldOf<State, Table>({
    start: () => ({ list: changingList(rowOf), byId: new Map() }),
    take: takeFact,
    show: ({ list }) => ({
      name: "Events",
      columns: ["event", "from", "started", "", "data"],
      rows: list.drawn(),
      empty: "No event yet. Run sends one.",
    }),
  });
}

export const eventsTable = (facts: readonly Fact[]): Table => eventsFold()(facts);

function takeFact(state: State, fact: Fact): void {
  if (fact.type === "event.received" || fact.type === "webhook.rejected") {
    const arrival: Arrival = {
      fact,
      runs: 0,
      note: fact.type === "webhook.rejected" ? `rejected: ${firstLine(fact.why)}` : "",
      counts: false,
    };
    state.list.add(arrival);
    if (fact.type === "event.received") state.byId.set(fact.eventId, arrival);
    return;
  }
  for (const eventId of idsOf(fact)) {
    const arrival = state.byId.get(eventId);
    if (arrival === undefined) continue;
    note(arrival, fact);
    state.list.touch(arrival);
  }
}

function idsOf(fact: Fact): readonly string[] {
  if (fact.type === "run.created" || fact.type === "batch.closed") return fact.eventIds;
  return "eventId" in fact && fact.eventId !== undefined ? [fact.eventId] : [];
}

/** What has come of an event, in a few words; the newest of them stands. */
function note(arrival: Arrival, fact: Fact): void {
  switch (fact.type) {
    case "run.created":
      arrival.runs += 1;
      return;
    case "wait.matched":
      arrival.counts = true;
      arrival.note = `resumed ${fact.stepId}`;
      return;
    case "event.batched":
      arrival.counts = true;
      arrival.note = `waits in a batch of ${fact.size}: ${inWords(fact.rule)}`;
      return;
    case "batch.closed":
      arrival.note = `in a batch of ${fact.eventIds.length}`;
      return;
    case "event.debounced":
      arrival.counts = true;
      arrival.note = `waits: ${inWords(fact.rule)}`;
      return;
    case "debounce.closed":
      arrival.note = "it has been quiet";
      return;
    case "event.deduped":
      arrival.note = "its id was known: no new run";
      return;
    case "event.unmatched":
      arrival.note = fact.suggestion === undefined ? "no function listens" : `did you mean ${fact.suggestion}?`;
      return;
    case "event.skipped":
      arrival.counts = fact.newer !== undefined;
      arrival.note = fact.newer === undefined ? `refused: ${inWords(fact.rule)}` : "a newer event stands for it";
      return;
    case "run.skipped":
      arrival.note = `the function is ${fact.because === "function-paused" ? "paused" : "gone"}`;
      return;
  }
}

const FROM: Readonly<Record<EventSource, string>> = {
  learner: "you",
  function: "a function",
  engine: "the engine",
  cron: "its cron",
  webhook: "a webhook",
};

function rowOf({ fact, runs, note: said, counts }: Arrival): Row {
  if (fact.type === "webhook.rejected")
    return {
      key: String(fact.seq),
      seq: fact.seq,
      tone: "bad",
      cells: [code(`/webhook/${fact.webhook}`), text(FROM.webhook), text("no event"), text(said), code("")],
    };
  return {
    key: fact.eventId,
    seq: fact.seq,
    tone: runs === 0 && !counts && fact.source !== "engine" ? "bad" : "plain",
    cells: [
      code(fact.name),
      text(FROM[fact.source]),
      text(count(runs, "run")),
      text(said),
      code(value(fact.data, 60), value(fact.data, 2000)),
    ],
  };
}
