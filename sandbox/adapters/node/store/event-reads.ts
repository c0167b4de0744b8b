// Lists of events, and one event: what came, the runs that it started, and whether nobody listened.
import type { DatabaseSync } from "node:sqlite";
import type { FactOf } from "../../../log/facts.ts";
import type { EventQuery, EventRow, Page, RunStatus } from "../reads.ts";
import { and, type Cut, cutOf, EVERYTHING, inSql, listOf, pageOf, search, type Where } from "./paging.ts";
import { COUNTED } from "./read-model.ts";
import { patternFor } from "./texts.ts";

const TEXTS = { keys: "events", from: "events", text: "events.text" } as const;

export async function findEvents(db: DatabaseSync, query: EventQuery): Promise<Page<EventRow>> {
  const cut = cutOf(query);
  const where = conditions(query);
  if (query.text !== undefined && query.text !== "") {
    const found = await search(db, TEXTS, patternFor(query.text), where, cut);
    return pageOf(found.keys, cut, found.total, (keys) => rowsOf(db, keys));
  }
  return pageOf(newest(db, where, cut), cut, totalOf(db, query, where), (keys) => rowsOf(db, keys));
}

export function eventRow(db: DatabaseSync, eventId: string): EventRow | undefined {
  const n = db.prepare("SELECT n FROM events WHERE id = ?").get(eventId)?.["n"];
  return n === undefined ? undefined : rowsOf(db, [Number(n)])[0];
}

function conditions({ name, since, until, internal = false }: EventQuery): Where {
  let where = internal ? EVERYTHING : and(EVERYTHING, "internal = 0");
  if (name !== undefined) where = and(where, "name = ?", name);
  if (since !== undefined) where = and(where, "received_at >= ?", since);
  return until === undefined ? where : and(where, "received_at < ?", until);
}

function newest(db: DatabaseSync, where: Where, { before, limit }: Cut): readonly number[] {
  return db
    .prepare(`SELECT n FROM events WHERE n < ? AND ${inSql(where)} ORDER BY n DESC LIMIT ${limit + 1}`)
    .all(before, ...where.values)
    .map((row) => Number(row["n"]));
}

function totalOf(db: DatabaseSync, { name, since, until, internal = false }: EventQuery, where: Where): number {
  if (name === undefined && since === undefined && until === undefined) {
    const kinds = internal ? [COUNTED.events, COUNTED.internal] : [COUNTED.events];
    return Number(db.prepare(`SELECT total(count) AS count FROM counts WHERE what IN (${listOf(kinds)})`).get(...kinds)?.["count"] ?? 0);
  }
  return Number(db.prepare(`SELECT count(*) AS count FROM events WHERE ${inSql(where)}`).get(...where.values)?.["count"] ?? 0);
}

type Row = { readonly n: number; readonly unmatched_n: number | null; readonly received: string; readonly unmatched: string | null };
type Started = { readonly event: number; readonly id: string; readonly fn: string; readonly status: RunStatus };

function rowsOf(db: DatabaseSync, keys: readonly number[]): readonly EventRow[] {
  const list = listOf(keys);
  const started = db
    .prepare(
      `SELECT event, id, fn, status FROM event_runs JOIN runs ON runs.n = event_runs.run WHERE event IN (${list}) ORDER BY event_runs.run`,
    )
    .all(...keys) as unknown as readonly Started[];
  const runsOf = Map.groupBy(started, (run) => run.event);
  return db
    .prepare(
      `SELECT events.n, unmatched_n, got.body AS received, none.body AS unmatched FROM events JOIN facts AS got ON got.seq = events.n
       LEFT JOIN facts AS none ON none.seq = events.unmatched_n WHERE events.n IN (${list}) ORDER BY events.n DESC`,
    )
    .all(...keys)
    .map((row) => toRow(row as unknown as Row, runsOf.get(Number(row["n"])) ?? []));
}

function toRow(row: Row, started: readonly Started[]): EventRow {
  const { eventId, name, data, ts, id, user, v, t, source } = JSON.parse(row.received) as FactOf<"event.received">;
  const unmatched = row.unmatched === null ? undefined : (JSON.parse(row.unmatched) as FactOf<"event.unmatched">);
  return {
    eventId,
    name,
    data,
    ts,
    id,
    user,
    ...(v === undefined ? {} : { v }),
    receivedAt: t,
    source,
    runs: started.map((run) => ({ runId: run.id, fn: run.fn, status: run.status })),
    ...(unmatched === undefined ? {} : { unmatched: unmatched.suggestion === undefined ? {} : { suggestion: unmatched.suggestion } }),
  };
}
