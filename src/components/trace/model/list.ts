// A list that is longer than what is loaded: pages by cursor, in order, and brought up to date in place while things happen.
// Laws: rows never stand twice; an answer to an older question is dropped; a failure keeps what was there.
import { batch, signal } from "@preact/signals";
import type { Page } from "../../../../sandbox/adapters/node/reads.ts";

type Loaded<Row> = { readonly cursor: string | undefined; readonly rows: readonly Row[] };
type Options<Row, Query> = {
  readonly ask: (query: Query, cursor: string | undefined, limit: number) => Promise<Page<Row>>;
  readonly keyOf: (row: Row) => string;
  readonly pageSize?: number;
};

export type List<Row, Query> = ReturnType<typeof createList<Row, Query>>;

export function createList<Row, Query>({ ask, keyOf, pageSize = 100 }: Options<Row, Query>) {
  const rows = signal<readonly Row[]>([]);
  const total = signal(0);
  const state = signal<"new" | "loading" | "ready">("new");
  const problem = signal<string | undefined>(undefined);
  let pages: Loaded<Row>[] = [];
  let seen = new Set<string>();
  let next: string | undefined;
  let question = 0;
  let query: Query | undefined;
  let busy: Promise<void> | undefined;

  function keep(all: Loaded<Row>[], answer: Page<Row>): void {
    pages = all;
    seen = new Set();
    rows.value = unseen(pages.flatMap((page) => page.rows));
    total.value = Math.max(answer.total, rows.value.length);
  }

  const unseen = (some: readonly Row[]): readonly Row[] =>
    some.filter((row) => {
      const before = seen.size;
      return seen.add(keyOf(row)).size > before;
    });

  /** One page more: what stands above it is not looked at again. */
  function append(cursor: string, answer: Page<Row>): void {
    pages = [...pages, { cursor, rows: answer.rows }];
    rows.value = [...rows.value, ...unseen(answer.rows)];
    total.value = Math.max(answer.total, rows.value.length);
  }

  /** One question at a time; what fails is said and may be asked again. */
  function load(cursor: string | undefined, accept: (answer: Page<Row>) => void): Promise<void> {
    const mine = question;
    const asked = query;
    if (asked === undefined) return Promise.resolve();
    const before = busy ?? Promise.resolve();
    const job = before.then(async () => {
      if (mine !== question) return;
      try {
        const answer = await ask(asked, cursor, pageSize);
        if (mine === question) batch(() => (accept(answer), (problem.value = undefined), (state.value = "ready")));
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

  function refreshPage(index: number): Promise<void> {
    return load(pages[index]?.cursor, (answer) => {
      const { merged, torn } = mergePage(pages[index]?.rows ?? [], answer, keyOf);
      const fresh = { cursor: pages[index]?.cursor, rows: merged };
      // Torn: more is new than one page holds. What was loaded below no longer joins on to it.
      const ends = torn || answer.cursor === undefined;
      if (ends) next = answer.cursor;
      keep(ends ? [...pages.slice(0, index), fresh] : pages.with(index, fresh), answer);
    });
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
      await load(undefined, (answer) => {
        next = answer.cursor;
        keep([{ cursor: undefined, rows: answer.rows }], answer);
      });
    },
    hasMore: () => next !== undefined,
    /** Loads one page more, until there is none. */
    more(): Promise<void> {
      const cursor = next;
      if (cursor === undefined || busy !== undefined) return busy ?? Promise.resolve();
      return load(cursor, (answer) => {
        next = answer.cursor;
        append(cursor, answer);
      });
    },
    /** Asks again for the first page and for those that hold one of these rows and lie in sight. */
    async refresh(touched: ReadonlySet<string>, sight: { readonly from: number; readonly to: number }): Promise<void> {
      if (pages.length === 0) return refreshPage(0);
      let start = 0;
      const stale = pages.flatMap((page, index) => {
        const inSight = start < sight.to && start + page.rows.length > sight.from;
        start += page.rows.length;
        return index === 0 || (inSight && page.rows.some((row) => touched.has(keyOf(row)))) ? [index] : [];
      });
      for (const index of stale) if (index < pages.length) await refreshPage(index);
    },
  };
}

/** New rows come first, changed ones in their place; those that the answer should hold and does not are gone. */
export function mergePage<Row>(
  old: readonly Row[],
  answer: Page<Row>,
  keyOf: (row: Row) => string,
): { readonly merged: readonly Row[]; readonly torn: boolean } {
  if (answer.cursor === undefined) return { merged: answer.rows, torn: false };
  const fresh = new Set(answer.rows.map(keyOf));
  const last = old.findLastIndex((row) => fresh.has(keyOf(row)));
  if (last === -1) return { merged: answer.rows, torn: true };
  return { merged: [...answer.rows, ...old.slice(last + 1)], torn: false };
}
