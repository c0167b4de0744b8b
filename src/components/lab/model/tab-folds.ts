// The tabs that read the log: what each step has stored, what changed outside, what was printed, what the runs are doing.
import type { Fact, FactOf } from "../../../../sandbox/log/facts.ts";
import { whyQueued } from "./crowd.ts";
import { foldOf, type Fold } from "./fold.ts";
import { firstLine, timeOfDay, value } from "./format.ts";
import type { RunView } from "./runs.ts";
import { code, text, type Row, type Table } from "./tabs.ts";

type Frame = Pick<Table, "name" | "columns" | "empty">;

/** A table with a row for some facts and none for the others. */
function rowsFold(frame: Frame, rowOf: (fact: Fact, ordinal: (runId: string | undefined) => string) => Row | undefined): Fold<Table> {
  type State = { readonly rows: Row[]; readonly runs: Map<string, number> };
  return foldOf<State, Table>({
    start: () => ({ rows: [], runs: new Map() }),
    take({ rows, runs }, fact) {
      if (fact.type === "run.created") runs.set(fact.runId, runs.size + 1);
      const row = rowOf(fact, (runId) => `run ${runs.get(runId ?? "") ?? "?"}`);
      if (row !== undefined) rows.push(row);
    },
    show: ({ rows }) => ({ ...frame, rows: rows.slice() }),
  });
}

const MEMO: Frame = {
  name: "Memo",
  columns: ["run", "step", "stored result"],
  empty: "Nothing stored yet. A step's result is stored when it is recorded.",
};

/** Step id → stored output, as the SDK is handed it on every later entry. */
export const memoFold = (): Fold<Table> =>
  rowsFold(MEMO, (fact, ordinal) => {
    const stored = storedBy(fact);
    if (stored === undefined || !("runId" in fact)) return undefined;
    const step = code("stepId" in fact ? (fact.stepId ?? "") : "");
    return {
      key: String(fact.seq),
      seq: fact.seq,
      tone: "plain",
      cells: [text(ordinal(fact.runId)), step, code(value(stored, 80), value(stored, 2000))],
    };
  });

function storedBy(fact: Fact) {
  switch (fact.type) {
    case "step.completed":
      return fact.output;
    case "sleep.ended":
    case "wait.timedout":
      return null;
    case "wait.matched":
      return { event: fact.eventId };
    case "invoke.ended":
      return "data" in fact.result ? fact.result.data : { error: fact.result.error.message };
    default:
      return undefined;
  }
}

const EFFECTS: Frame = {
  name: "Effects",
  columns: ["effect", "what", "step", "key", ""],
  empty: "Nothing outside has changed yet.",
};

/** What was done outside, what a known key kept from being done again, and what a service refused to do. */
export const effectsFold = (): Fold<Table> =>
  rowsFold(EFFECTS, (fact) => {
    if (fact.type === "effect") return effectRow(fact);
    if (fact.type !== "service.refused") return undefined;
    return {
      key: String(fact.seq),
      seq: fact.seq,
      tone: "bad",
      cells: [code(fact.service), text(String(fact.status)), whereOf(fact), code("none"), text(`refused: ${firstLine(fact.why, 80)}`)],
    };
  });

function effectRow(fact: FactOf<"effect">): Row {
  return {
    key: String(fact.seq),
    seq: fact.seq,
    tone: fact.suppressed ? "quiet" : "world",
    cells: [
      code(fact.kind),
      text(fact.label),
      whereOf(fact),
      code(fact.key ?? "none"),
      text(fact.suppressed ? "known key: not done again" : "done"),
    ],
  };
}

const whereOf = ({ stepId }: { readonly stepId?: string }) => text(stepId ?? "outside a step");

const CONSOLE: Frame = { name: "Console", columns: ["printed", "step", "where"], empty: "Nothing printed yet." };

export const consoleFold = (): Fold<Table> =>
  rowsFold(CONSOLE, (fact) =>
    fact.type !== "console"
      ? undefined
      : {
          key: String(fact.seq),
          seq: fact.seq,
          tone: fact.level === "error" ? "bad" : "plain",
          cells: [
            code(fact.text),
            text(fact.runId === undefined && fact.place !== undefined ? "outside a run" : (fact.stepId ?? "outside a step")),
            code(fact.place === undefined ? "" : `${fact.place.file}:${fact.place.line}`),
          ],
        },
  );

export function runsTable(runs: readonly RunView[]): Table {
  const rows = runs.map((run): Row => ({
    key: run.runId,
    seq: run.firstSeq,
    tone: run.status === "failed" ? "bad" : run.status === "completed" ? "good" : "plain",
    cells: [text(`run ${run.n}`), code(run.fn), text(run.status), text(String(run.entries)), text(cameTo(run))],
  }));
  return { name: "Runs", columns: ["run", "function", "state", "entries", "what"], rows, empty: "No run yet." };
}

/** What a run came to; of one that goes on, what it stands in line for and since when. */
function cameTo({ queued, output, error, because }: RunView): string {
  if (queued !== undefined) return `${whyQueued(queued)}, since ${timeOfDay(queued.since)}`;
  return output === undefined ? firstLine(error?.message ?? because ?? "") : value(output, 60);
}
