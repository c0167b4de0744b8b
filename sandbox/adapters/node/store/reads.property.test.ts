// Lists against a plain filter over all rows: any runs, any question, page by page.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventQuery, EventRow, Page, RunQuery, RunRow, RunStatus } from "../reads.ts";
import { openMemoryStore } from "./store.ts";
import { created, createLog, received, sent, type FactBody } from "./store.kit.ts";

const LONG = process.env["LONG"] === "1";
const FNS = ["app-answer", "app-bill", "other-Answer"];
const WORDS = ["refund", "Refund 100%", "card_declined", "CAFÉ", "a\\b", "", "日本"];

type Life = { readonly fn: string; readonly word: string; readonly end: "none" | "called" | "completed" | "failed" | "cancelled" };
const lives = fc.array(
  fc.record<Life>({
    fn: fc.constantFrom(...FNS),
    word: fc.constantFrom(...WORDS),
    end: fc.constantFrom("none", "called", "completed", "failed", "cancelled"),
  }),
  { maxLength: 30 },
);

const statuses = fc.subarray<RunStatus>(["queued", "running", "sleeping", "completed", "failed", "cancelled"]);
const part = fc.oneof(fc.constantFrom(...WORDS, ...FNS, "mail/", "R1", "%", "_", "'"), fc.string({ maxLength: 3 }));
const time = fc.integer({ min: -1, max: 100_000 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const asked = fc.record({
  fn: maybe(fc.constantFrom(...FNS, "nobody")),
  status: maybe(statuses),
  text: maybe(part),
  since: maybe(time),
  until: maybe(time),
  eventId: maybe(fc.constantFrom("e1", "e2", "e9", "nothing")),
  limit: fc.integer({ min: 1, max: 9 }),
});

function logOf(all: readonly Life[]): ReturnType<typeof createLog> {
  const log = createLog();
  for (const [i, { fn, word, end }] of all.entries()) {
    const [runId, eventId] = [`r${i}`, `e${i}`];
    const ends: Record<Life["end"], readonly FactBody[]> = {
      none: [],
      called: [sent(runId, `c${i}`, fn)],
      completed: [{ type: "run.completed", runId, fn, output: word }],
      failed: [{ type: "run.failed", runId, fn, error: { name: "Error", message: word }, code: "not-sdk" }],
      cancelled: [{ type: "run.cancelled", runId, fn, because: word }],
    };
    log.add(received(eventId, "mail/received", { word }), created(runId, eventId, fn), ...ends[end]);
  }
  return log;
}

function defined<T extends object>(query: T): { [key in keyof T]: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}

async function whole<T>(list: (query: { cursor?: string }) => Promise<Page<T>>): Promise<readonly [readonly T[], number]> {
  const rows: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor === undefined ? {} : { cursor });
    rows.push(...page.rows);
    cursor = page.cursor;
    if (cursor === undefined) return [rows, page.total];
  }
}

const has = (texts: readonly string[], text: string | undefined): boolean =>
  text === undefined || text === "" || texts.join("\n").toLowerCase().includes(text.toLowerCase());
const within = (t: number, { since = -Infinity, until = Infinity }: Pick<RunQuery, "since" | "until">): boolean => t >= since && t < until;

describe("lists", () => {
  it("of runs hold those that the question means, newest first, however they are paged", async () => {
    const property = fc.asyncProperty(lives, asked, async (all, question) => {
      const store = openMemoryStore();
      await store.append(logOf(all).facts);
      const every = (await store.reads.runs({ limit: 400 })).rows;
      const query = defined(question) as RunQuery;
      const isMeant = (row: RunRow): boolean => {
        const life = all[Number(row.runId.slice(1))];
        const text =
          life === undefined || life.end === "none" || life.end === "called"
            ? []
            : [...(life.end === "failed" ? ["Error"] : []), life.word];
        return (
          (query.fn === undefined || row.fn === query.fn) &&
          (query.status === undefined || query.status.includes(row.status)) &&
          (query.eventId === undefined || row.eventIds.includes(query.eventId)) &&
          within(row.createdAt, query) &&
          has([row.runId, row.fn, row.eventName, ...text], query.text)
        );
      };
      const expected = every.filter(isMeant);
      expect(await whole((at) => store.reads.runs({ ...query, ...at }))).toEqual([expected, expected.length]);
      store.close();
    });
    await fc.assert(property, { numRuns: LONG ? 5000 : 150 });
  });

  it("of events as well", async () => {
    const names = fc.constantFrom("mail/received", "nothing");
    const property = fc.asyncProperty(lives, asked, maybe(names), async (all, { text, since, until, limit }, name) => {
      const store = openMemoryStore();
      await store.append(logOf(all).facts);
      const every = (await store.reads.events({ limit: 400 })).rows;
      const query = defined({ text, since, until, limit, name }) as EventQuery;
      const isMeant = (row: EventRow): boolean =>
        (name === undefined || row.name === name) &&
        within(row.receivedAt, query) &&
        has([row.eventId, row.name, row.id, JSON.stringify(row.data)], text);
      const expected = every.filter(isMeant);
      expect(await whole((at) => store.reads.events({ ...query, ...at }))).toEqual([expected, expected.length]);
      store.close();
    });
    await fc.assert(property, { numRuns: LONG ? 5000 : 150 });
  });
});
