// Lists of runs, and one run's row: its table, with what its first and last fact tell.
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Fact, FactOf } from "../../../log/facts.ts";
import type { Page, RunQuery, RunRow, RunStatus } from "../reads.ts";
import { and, type Cut, cutOf, EVERYTHING, inSql, listOf, pageOf, search, type Where } from "./paging.ts";
import { patternFor } from "./texts.ts";

const STATUSES: readonly RunStatus[] = ["queued", "running", "sleeping", "waiting", "retrying", "completed", "failed", "cancelled"];
const TEXTS = { keys: "run_text", from: "run_text CROSS JOIN runs ON runs.n = run_text.n", text: "run_text.text" } as const;

export async function findRuns(db: DatabaseSync, query: RunQuery): Promise<Page<RunRow>> {
  const cut = cutOf(query);
  const statuses = query.status?.filter((status) => STATUSES.includes(status));
  const where = conditions(query);
  if (query.text !== undefined && query.text !== "") {
    const found = await search(db, TEXTS, patternFor(query.text), withStatus(withFn(where, query.fn), statuses), cut);
    return pageOf(found.keys, cut, found.total, (keys) => rowsOf(db, keys));
  }
  const keys = newest(db, { fn: query.fn, statuses, where }, cut);
  return pageOf(keys, cut, totalOf(db, { fn: query.fn, statuses, where }), (shown) => rowsOf(db, shown));
}

export function runRow(db: DatabaseSync, runId: string): RunRow | undefined {
  const n = db.prepare("SELECT n FROM runs WHERE id = ?").get(runId)?.["n"];
  return n === undefined ? undefined : rowsOf(db, [Number(n)])[0];
}

type Filter = { readonly fn: string | undefined; readonly statuses: readonly RunStatus[] | undefined; readonly where: Where };

function conditions({ since, until, eventId }: RunQuery): Where {
  let where = EVERYTHING;
  if (since !== undefined) where = and(where, "created_at >= ?", since);
  if (until !== undefined) where = and(where, "created_at < ?", until);
  const ofEvent = "runs.n IN (SELECT run FROM event_runs JOIN events ON events.n = event_runs.event WHERE events.id = ?)";
  return eventId === undefined ? where : and(where, ofEvent, eventId);
}

const withFn = (where: Where, fn: string | undefined): Where => (fn === undefined ? where : and(where, "fn = ?", fn));

const withStatus = (where: Where, statuses: readonly RunStatus[] | undefined): Where =>
  statuses === undefined ? where : and(where, `status IN (${listOf(statuses)})`, ...statuses);

// One walk down an index for each status, then the newest of all: no list is sorted whole.
function newest(db: DatabaseSync, { fn, statuses, where }: Filter, { before, limit }: Cut): readonly number[] {
  const arms = fn === undefined && statuses === undefined ? [undefined] : (statuses ?? STATUSES);
  if (arms.length === 0) return [];
  const wheres = arms.map((status) =>
    and(withStatus(withFn(where, fn), status === undefined ? undefined : [status]), "runs.n < ?", before),
  );
  const each = wheres.map((arm) => `SELECT * FROM (SELECT n FROM runs WHERE ${inSql(arm)} ORDER BY n DESC LIMIT ${limit + 1})`);
  const values: readonly SQLInputValue[] = wheres.flatMap((arm) => arm.values);
  return db
    .prepare(`${each.join(" UNION ALL ")} ORDER BY n DESC LIMIT ${limit + 1}`)
    .all(...values)
    .map((row) => Number(row["n"]));
}

function totalOf(db: DatabaseSync, { fn, statuses, where }: Filter): number {
  if (where.sql.length === 0) return countOf(db, fn, statuses);
  const all = withStatus(withFn(where, fn), statuses);
  return Number(db.prepare(`SELECT count(*) AS count FROM runs WHERE ${inSql(all)}`).get(...all.values)?.["count"] ?? 0);
}

// Counted as they are written: no list of a hundred thousand is counted for a page of forty.
function countOf(db: DatabaseSync, fn: string | undefined, statuses: readonly RunStatus[] | undefined): number {
  let where = and(EVERYTHING, "what NOT LIKE char(10) || '%'");
  if (fn !== undefined) where = and(where, "what = ?", fn);
  const counted = withStatus(where, statuses);
  return Number(db.prepare(`SELECT total(count) AS count FROM counts WHERE ${inSql(counted)}`).get(...counted.values)?.["count"] ?? 0);
}

type Row = {
  readonly n: number;
  readonly id: string;
  readonly fn: string;
  readonly status: RunStatus;
  readonly event_name: string;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly steps: number;
  readonly until: number | null;
  readonly created: string;
  readonly ended: string | null;
};

function rowsOf(db: DatabaseSync, keys: readonly number[]): readonly RunRow[] {
  return db
    .prepare(
      `SELECT runs.*, first.body AS created, last.body AS ended FROM runs JOIN facts AS first ON first.seq = runs.n
       LEFT JOIN facts AS last ON last.seq = runs.ended_n WHERE runs.n IN (${listOf(keys)}) ORDER BY runs.n DESC`,
    )
    .all(...keys)
    .map((row) => toRow(row as unknown as Row));
}

function toRow(row: Row): RunRow {
  const created = JSON.parse(row.created) as FactOf<"run.created">;
  const end = row.ended === null ? undefined : (JSON.parse(row.ended) as Fact);
  return {
    runId: row.id,
    fn: row.fn,
    status: row.status,
    cause: created.cause,
    eventIds: created.eventIds,
    eventName: row.event_name,
    createdAt: row.created_at,
    steps: row.steps,
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.until === null ? {} : { until: row.until }),
    ...(end?.type === "run.completed" ? { output: end.output } : {}),
    ...(end?.type === "run.failed" ? { error: end.error } : {}),
  };
}
