// What stands under each tab beside the journal: the shape of every table, the database's rows, the wire's calls.
import type { WireEntry, WorldTable } from "../../../../sandbox/session/lab-session.ts";
import { firstLine, value } from "./format.ts";
import type { Tone } from "./journal-model.ts";

export type TabName = "Journal" | "Events" | "Runs" | "Memo" | "Effects" | "Database" | "Wire" | "Console";
export type Cell = { readonly text: string; readonly code?: boolean; readonly title?: string };
export type Row = { readonly key: string; readonly cells: readonly Cell[]; readonly tone: Tone; readonly seq?: number };
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly rows: readonly Row[]; readonly empty: string };

export const text = (said: string): Cell => ({ text: said });
export const code = (said: string, title = said): Cell => ({ text: said, code: true, title });

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
