// A plain store of rows over HTTP, for labs that need no SQL: GET /customers/c-1, POST /drafts.
// Rows known at the start come from the lab; rows added since come from the effects.
import type { JsonObject } from "../log/json.ts";
import type { WorldEffect } from "./door.ts";
import { answer, reading, refusal, tableOf } from "./service.ts";
import type { Moment, Service, ServiceCall, ServiceOutcome } from "./service.ts";

export type RecordTables = { readonly [table: string]: readonly JsonObject[] };

const READ_MS = 300;
const WRITE_MS = 600;

export function createRecords(seed: RecordTables): Service {
  const tables = new Map<string, JsonObject[]>();
  const byKey = new Map<string, WorldEffect>();

  function reset(): void {
    tables.clear();
    byKey.clear();
    for (const [name, rows] of Object.entries(seed)) tables.set(name, [...rows]);
  }
  reset();

  function take(effect: WorldEffect): void {
    const { table, row } = effect.detail;
    if (typeof table !== "string" || row === undefined || !isRow(row)) return;
    tables.get(table)?.push(row);
    if (effect.key !== undefined) byKey.set(effect.key, effect);
  }

  function insert(table: string, rows: readonly JsonObject[], call: ServiceCall, at: Moment): ServiceOutcome {
    const first = call.key === undefined ? undefined : byKey.get(call.key);
    if (first) return answer(200, first.detail.row ?? null, { effects: [{ ...first, suppressed: true }] });
    const row: JsonObject = { id: `${table}-${rows.length + 1}`, ...call.body };
    if (rows.some((other) => other.id === row.id)) return refusal(409, `${table} has a row ${String(row.id)} already.`);
    const effect: WorldEffect = {
      kind: "db.insert",
      label: `row in ${table}`,
      ...(call.key !== undefined && { key: call.key }),
      suppressed: false,
      detail: { table, row, at: at.now },
    };
    take(effect);
    return answer(201, row, { effects: [effect] });
  }

  return {
    host: "records.world",
    plan(call) {
      if (call.method !== "POST") return reading(call.path[0] ?? "records", READ_MS);
      return { kind: "db.insert", label: `row in ${call.path[0] ?? "records"}`, effect: true, latencyMs: WRITE_MS };
    },
    perform(call, at) {
      const [table, id] = call.path;
      const rows = table === undefined ? undefined : tables.get(table);
      if (table === undefined || rows === undefined) return refusal(404, `No such table. There are: ${[...tables.keys()].join(", ")}.`);
      if (call.method === "POST") return insert(table, rows, call, at);
      if (id === undefined) return answer(200, rows);
      const row = rows.find((other) => other.id === id);
      return row === undefined ? refusal(404, `${table} has no row ${id}.`) : answer(200, row);
    },
    restore(effect) {
      if (effect.kind === "db.insert" && !effect.suppressed) take(effect);
    },
    reset,
    tables: () => [...tables].map(([name, rows]) => tableOf(name, rows)),
  };
}

function isRow(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
