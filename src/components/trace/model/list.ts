// A list that is longer than what is loaded: pages by cursor, in order, and brought up to date in place while things happen.
// Laws: rows never stand twice; an answer to an older question is dropped; a failure keeps what was there.
import { batch, signal } from "@preact/signals";
import type { Page } from "../../../../sandbox/adapters/node/reads.ts";

export type ListOptions<Row, Query> = {
  readonly ask: (query: Query, cursor: string | undefined, limit: number) => Promise<Page<Row>>;
  readonly keyOf: (row: Row) => string;
  readonly pageSize?: number;
};
/** Where a page begins: the index of its first row, and the cursor that asks for it. */
type Start = { readonly index: number; readonly cursor: string | undefined };

/** As many pages as are asked for again at one time. */
const AT_ONCE = 3;

export function createList<Row, Query>({ ask, keyOf, pageSize = 100 }: ListOptions<Row, Query>) {
  const rows = signal<readonly Row[]>([]);
  const total = signal(0);
  const state = signal<"new" | "loading" | "ready">("new");
  const problem = signal<string | undefined>(undefined);
  /** The last row of each page that was answered, and the cursor behind it. */
  let marks = new Map<string, string>();
  let next: string | undefined;
  let question = 0;
  let query: Query | undefined;
  let busy: Promise<void> | undefined;

  /** One question at a time; what fails is said and may be asked again. */
  function load(startOf: () => Start, fresh = false): Promise<void> {
    const mine = question;
    const asked = query;
    if (asked === undefined) return Promise.resolve();
    const job = (busy ?? Promise.resolve()).then(async () => {
      if (mine !== question) return;
      const start = startOf();
      try {
        const answer = await ask(asked, start.cursor, pageSize);
        if (mine === question) batch(() => (accept(start, answer, fresh), (problem.value = undefined), (state.value = "ready")));
      } catch (error) {
        if (mine === question)
          batch(() => ((problem.value = error instanceof Error ? error.message : String(error)), (state.value = "ready")));
      }
    });
    busy = job;
    return job.finally(() => {
      if (busy === job) busy = undefined;
    });
  }

  function accept({ index }: Start, answer: Page<Row>, fresh: boolean): void {
    if (fresh) marks = new Map();
    const old = fresh ? [] : rows.value.slice(index);
    const { merged, joins } = mergePage(old, answer, keyOf);
    if (!joins) next = answer.cursor;
    rows.value = index === 0 ? merged : [...rows.value.slice(0, index), ...merged];
    const last = answer.rows.at(-1);
    if (last !== undefined && answer.cursor !== undefined) marks.set(keyOf(last), answer.cursor);
    total.value = Math.max(answer.total, rows.value.length);
  }

  /** The nearest page that begins at or before this row. */
  function startBefore(index: number): Start {
    for (let at = Math.min(index, rows.value.length) - 1; at >= 0; at -= 1) {
      const row = rows.value[at];
      const cursor = row === undefined ? undefined : marks.get(keyOf(row));
      if (cursor !== undefined) return { index: at + 1, cursor };
    }
    return TOP;
  }

  return {
    rows,
    total,
    state,
    problem,
    /** Shows the answer to another question; the rows of the old one stay until it is there. */
    async show(asked: Query): Promise<void> {
      question += 1;
      query = asked;
      state.value = "loading";
      await load(() => TOP, true);
    },
    hasMore: () => next !== undefined,
    /** Loads one page more, until there is none. */
    more(): Promise<void> {
      if (next === undefined || busy !== undefined) return busy ?? Promise.resolve();
      return load(() => ({ index: rows.value.length, cursor: next }));
    },
    /** Asks again for the newest rows, and for those of these that lie in sight. */
    async refresh(touched: ReadonlySet<string>, sight: { readonly from: number; readonly to: number }): Promise<void> {
      const stale = new Set(
        rows.value
          .slice(sight.from, sight.to)
          .map(keyOf)
          .filter((key) => touched.has(key)),
      );
      let from: () => Start = () => TOP;
      for (let asked = 0; asked < AT_ONCE; asked += 1) {
        const before = new Set(rows.value);
        await load(from);
        for (const row of rows.value) if (!before.has(row)) stale.delete(keyOf(row));
        const index = rows.value.findIndex((row) => stale.has(keyOf(row)));
        if (index === -1 || problem.value !== undefined) return;
        from = () => startBefore(index);
      }
    },
  };
}

const TOP: Start = { index: 0, cursor: undefined };

/** New rows come first, changed ones in their place; those that the answer should hold and does not are gone.
 * `joins`: what stands below the answer still follows it. Where more is new than a page holds, it does not. */
export function mergePage<Row>(
  old: readonly Row[],
  answer: Page<Row>,
  keyOf: (row: Row) => string,
): { readonly merged: readonly Row[]; readonly joins: boolean } {
  const fresh = new Set(answer.rows.map(keyOf));
  const last = old.findLastIndex((row) => fresh.has(keyOf(row)));
  if (answer.cursor === undefined || last === -1 || last === old.length - 1) return { merged: answer.rows, joins: false };
  return { merged: [...answer.rows, ...old.slice(last + 1)], joins: true };
}
