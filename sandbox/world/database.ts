// The lab's database as the world's door sees it: what each statement would do, what it did, and its refusals.
// Every change is one effect that carries its statement, parameters and instant, so that the log alone rebuilds the rows.
import type { Instant } from "../log/facts.ts";
import type { Json, JsonObject } from "../log/json.ts";
import type { Database, WorldEffect, WorldOutcome, WorldPlan } from "./door.ts";
import { readStatement, tellingRows } from "./statement.ts";
import type { Table } from "./service.ts";

const READ_MS = 150;
const WRITE_MS = 400;

export function planQuery(sql: string): WorldPlan {
  const statement = readStatement(sql);
  if (statement.type === "change")
    return { kind: `db.${statement.verb}`, label: `row in ${statement.table}`, effect: true, latencyMs: WRITE_MS };
  if (statement.type === "schema") return { kind: "db.schema", label: "schema", effect: true, latencyMs: WRITE_MS };
  return { kind: "read", label: statement.type === "read" ? statement.label : statement.word, effect: false, latencyMs: READ_MS };
}

export async function performQuery(database: Database, sql: string, params: readonly Json[], now: Instant): Promise<WorldOutcome> {
  const statement = readStatement(sql);
  if (statement.type === "transaction") {
    return failure(
      "TransactionRefused",
      `"${statement.word}" is not possible here: each statement commits by itself. Put what belongs together into one statement.`,
    );
  }
  try {
    if (statement.type === "change") return await change(database, statement, sql, params, now);
    const { rows, rowCount } = await database.query(sql, params, now);
    const effects: readonly WorldEffect[] =
      statement.type === "schema" ? [{ kind: "db.schema", label: "schema", suppressed: false, detail: { sql, params, at: now } }] : [];
    return { reply: { type: "rows", rows, rowCount }, effects, costs: [] };
  } catch (error) {
    return failure(error instanceof Error ? error.name : "Error", error instanceof Error ? error.message : String(error));
  }
}

async function change(
  database: Database,
  statement: { readonly verb: string; readonly table: string },
  sql: string,
  params: readonly Json[],
  now: Instant,
): Promise<WorldOutcome> {
  const telling = tellingRows(sql);
  const { rows, rowCount } = await database.query(telling.sql, params, now);
  const effect: WorldEffect = {
    kind: `db.${statement.verb}`,
    label: `row in ${statement.table}`,
    // `on conflict do nothing` met a row that was there: asked twice, done once.
    suppressed: rowCount === 0,
    detail: { table: statement.table, sql, params, rows, at: now },
  };
  return { reply: { type: "rows", rows: telling.asked ? rows : [], rowCount }, effects: [effect], costs: [] };
}

/** Does again what the log says was done, in order and at its instant. Suppressed changes too: they moved sequences on. */
export async function redo(database: Database, effects: readonly WorldEffect[]): Promise<void> {
  await database.reset();
  for (const { kind, detail } of effects) {
    if (kind.startsWith("db.") && typeof detail.sql === "string" && typeof detail.at === "number") {
      await database.query(detail.sql, Array.isArray(detail.params) ? (detail.params as readonly Json[]) : [], detail.at);
    }
  }
}

/** A read for the Database tab. Refuses whatever would change something. */
export async function readRows(database: Database, sql: string, params: readonly Json[], now: Instant): Promise<readonly JsonObject[]> {
  if (readStatement(sql).type !== "read")
    throw new Error("Only reading is possible here: changes come from the lab's functions, so that the log knows them.");
  return (await database.query(sql, params, now)).rows;
}

const TABLES = `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
from information_schema.columns where table_schema = 'public' group by table_name order by table_name`;

export async function readTables(database: Database, now: Instant): Promise<readonly Table[]> {
  const { rows } = await database.query(TABLES, [], now);
  const tables: Table[] = [];
  for (const row of rows) {
    const name = String(row.name);
    const columns = Array.isArray(row.columns) ? row.columns.map(String) : [];
    const found = await database.query(`select * from public."${name}" order by 1 limit 200`, [], now);
    tables.push({ name, columns, rows: found.rows.map((each) => columns.map((column) => each[column] ?? null)) });
  }
  return tables;
}

function failure(name: string, message: string): WorldOutcome {
  return { reply: { type: "error", name, message }, effects: [], costs: [] };
}
