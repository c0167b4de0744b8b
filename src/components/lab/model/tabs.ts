// What stands under each tab beside the journal: folds of the log, the database's rows, the wire's calls.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { WireEntry, WorldTable } from "../../../../sandbox/session/lab-session.ts";
import { count, firstLine, value } from "./format.ts";
import type { RunView } from "./runs.ts";
import type { Tone } from "./journal-model.ts";

export type TabName = "Journal" | "Events" | "Runs" | "Memo" | "Effects" | "Database" | "Wire" | "Console";
export type Cell = { readonly text: string; readonly code?: boolean; readonly title?: string };
export type Row = { readonly key: string; readonly cells: readonly Cell[]; readonly tone: Tone; readonly seq?: number };
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly Row[]; readonly empty: string };

const text = (said: string): Cell => ({ text: said });
const code = (said: string, title = said): Cell => ({ text: said, code: true, title });

export function eventsTable(facts: readonly Fact[]): Table {
  const started = new Map<string, number>();
  const notes = new Map<string, string>();
  for (const fact of facts) {
    if (fact.type === "run.created") for (const id of fact.eventIds) started.set(id, (started.get(id) ?? 0) + 1);
    if (fact.type === "wait.matched") notes.set(fact.eventId, `resumed ${fact.stepId}`);
    if (fact.type === "event.deduped") notes.set(fact.eventId, "its id was known: no new run");
    if (fact.type === "event.unmatched")
      notes.set(fact.eventId, fact.suggestion === undefined ? "no function listens" : `did you mean ${fact.suggestion}?`);
  }
  const rows = facts
    .filter((fact) => fact.type === "event.received")
    .map((fact): Row => {
      const runs = started.get(fact.eventId) ?? 0;
      const note = notes.get(fact.eventId) ?? "";
      const lost = runs === 0 && !note.startsWith("resumed") && fact.source !== "engine";
      return {
        key: fact.eventId,
        seq: fact.seq,
        tone: lost ? "bad" : "plain",
        cells: [code(fact.name), text(count(runs, "run")), text(note), code(value(fact.data, 60), value(fact.data, 2000))],
      };
    });
  return { name: "Events", columns: ["event", "started", "", "data"], rows, empty: "No event yet. Run sends one." };
}

export function runsTable(runs: readonly RunView[]): Table {
  const rows = runs.map((run): Row => ({
    key: run.runId,
    seq: run.firstSeq,
    tone: run.status === "failed" ? "bad" : run.status === "completed" ? "good" : "plain",
    cells: [
      text(`run ${run.n}`),
      code(run.fn),
      text(run.status),
      text(String(run.entries)),
      text(run.ended === "completed" ? value(run.output, 60) : firstLine(run.error?.message ?? "")),
    ],
  }));
  return { name: "Runs", columns: ["run", "function", "state", "entries", "result"], rows, empty: "No run yet." };
}

/** Step id → stored output, as the SDK is handed it on every later entry. */
export function memoTable(facts: readonly Fact[], runs: readonly RunView[]): Table {
  const ordinal = new Map(runs.map((run) => [run.runId, run.n]));
  const rows = facts.flatMap((fact): Row[] => {
    const stored = storedBy(fact);
    if (stored === undefined || !("runId" in fact)) return [];
    return [
      {
        key: String(fact.seq),
        seq: fact.seq,
        tone: "plain",
        cells: [
          text(`run ${ordinal.get(fact.runId ?? "") ?? "?"}`),
          code("stepId" in fact ? (fact.stepId ?? "") : ""),
          code(value(stored, 80), value(stored, 2000)),
        ],
      },
    ];
  });
  return {
    name: "Memo",
    columns: ["run", "step", "stored result"],
    rows,
    empty: "Nothing stored yet. A step's result is stored when it is recorded.",
  };
}

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

export function effectsTable(facts: readonly Fact[]): Table {
  const rows = facts
    .filter((fact) => fact.type === "effect")
    .map((fact): Row => ({
      key: String(fact.seq),
      seq: fact.seq,
      tone: fact.suppressed ? "quiet" : "world",
      cells: [
        code(fact.kind),
        text(fact.label),
        text(fact.stepId ?? "outside a step"),
        code(fact.key ?? "none"),
        text(fact.suppressed ? "known key: not done again" : "done"),
      ],
    }));
  return { name: "Effects", columns: ["effect", "what", "step", "key", ""], rows, empty: "Nothing outside has changed yet." };
}

export function consoleTable(facts: readonly Fact[]): Table {
  const rows = facts
    .filter((fact) => fact.type === "console")
    .map((fact): Row => ({
      key: String(fact.seq),
      seq: fact.seq,
      tone: fact.level === "error" ? "bad" : "plain",
      cells: [
        code(fact.text),
        text(fact.stepId ?? "outside a step"),
        code(fact.place === undefined ? "" : `${fact.place.file}:${fact.place.line}`),
      ],
    }));
  return { name: "Console", columns: ["printed", "step", "where"], rows, empty: "Nothing printed yet." };
}

export function wireTable(entries: readonly WireEntry[]): Table {
  const rows = entries.map((entry): Row => ({
    key: String(entry.n),
    tone: entry.status !== undefined && entry.status >= 400 ? "bad" : "plain",
    cells: [
      text(entry.direction === "engine-to-app" ? "engine → app" : "app → engine"),
      code(`${entry.method} ${entry.path.split("?", 1)[0] ?? ""}`, entry.path),
      code(firstLine(entry.requestBody, 60), entry.requestBody),
      text(entry.status === undefined ? "open" : String(entry.status)),
      code(firstLine(entry.responseBody ?? "", 60), entry.responseBody ?? ""),
    ],
  }));
  return { name: "Wire", columns: ["from, to", "call", "body", "status", "answer"], rows, empty: "Nothing on the wire yet." };
}

export function worldTables(tables: readonly WorldTable[]): readonly Table[] {
  return tables.map((table) => ({
    name: table.name,
    columns: table.columns,
    empty: "No rows.",
    rows: table.rows.map((row, index) => ({
      key: String(index),
      tone: "plain" as const,
      cells: row.map((cell) => code(value(cell, 40), value(cell, 400))),
    })),
  }));
}
