import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Page } from "../../../../sandbox/adapters/node/reads.ts";
import { createList, mergePage } from "./list.ts";

type Row = { readonly id: number; readonly v: number };
const keyOf = (row: Row): string => String(row.id);
const EVERYTHING = { from: 0, to: Infinity };

/** A server whose rows are in order of id, the newest first; the cursor is the last id of the page. */
function server(count: number) {
  let rows: Row[] = Array.from({ length: count }, (_, index) => ({ id: count - index, v: 0 }));
  const state = { fails: false, asked: 0 };
  const ask = (match: (row: Row) => boolean, cursor: string | undefined, limit: number): Promise<Page<Row>> => {
    state.asked += 1;
    if (state.fails) return Promise.reject(new Error("It does not answer."));
    const all = rows.filter(match);
    const rest = cursor === undefined ? all : all.filter((row) => row.id < Number(cursor));
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return Promise.resolve({ rows: page, total: all.length, ...(rest.length > limit && last ? { cursor: String(last.id) } : {}) });
  };
  return {
    ask,
    state,
    rows: () => rows,
    add: (many: number) =>
      (rows = [...Array.from({ length: many }, (_, index) => ({ id: (rows[0]?.id ?? 0) + many - index, v: 0 })), ...rows]),
    change: (id: number) => (rows = rows.map((row) => (row.id === id ? { ...row, v: row.v + 1 } : row))),
    drop: (id: number) => (rows = rows.filter((row) => row.id !== id)),
  };
}

const every = (): boolean => true;
const open = async (count: number, pageSize = 4) => {
  const from = server(count);
  const list = createList<Row, (row: Row) => boolean>({ ask: from.ask, keyOf, pageSize });
  await list.show(every);
  return { from, list };
};
const ids = (list: { rows: { value: readonly Row[] } }): number[] => list.rows.value.map((row) => row.id);

describe("a list in pages", () => {
  it("loads page after page until there is none, each row once", async () => {
    const { list } = await open(10);
    expect(ids(list)).toEqual([10, 9, 8, 7]);
    while (list.hasMore()) await list.more();
    expect(ids(list)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(list.total.value).toBe(10);
  });

  it("puts new rows first without loading again what is below", async () => {
    const { from, list } = await open(6);
    await list.more();
    from.add(2);
    await list.refresh(new Set(), EVERYTHING);
    expect(ids(list)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it("brings a changed row up to date where it stands, also below the first page", async () => {
    const { from, list } = await open(8);
    await list.more();
    from.change(2);
    await list.refresh(new Set(["2"]), EVERYTHING);
    expect(list.rows.value.find((row) => row.id === 2)?.v).toBe(1);
  });

  it("brings a row up to date that newer ones have pushed below the first page", async () => {
    const { from, list } = await open(4);
    from.add(3);
    await list.refresh(new Set(), EVERYTHING);
    from.change(2);
    await list.refresh(new Set(["2"]), EVERYTHING);
    expect(list.rows.value.map((row) => [row.id, row.v])).toEqual([
      [7, 0],
      [6, 0],
      [5, 0],
      [4, 0],
      [3, 0],
      [2, 1],
      [1, 0],
    ]);
  });

  it("leaves rows alone that are out of sight", async () => {
    const { from, list } = await open(8);
    await list.more();
    const before = from.state.asked;
    await list.refresh(new Set(["2"]), { from: 0, to: 3 });
    expect(from.state.asked).toBe(before + 1);
  });

  it("drops a row that is like the question no more", async () => {
    const { from, list } = await open(8);
    from.drop(7);
    await list.refresh(new Set(), EVERYTHING);
    expect(ids(list)).toEqual([8, 6, 5, 4]);
  });

  it("starts over from the top when more is new than a page holds", async () => {
    const { from, list } = await open(8);
    await list.more();
    from.add(6);
    await list.refresh(new Set(), EVERYTHING);
    expect(ids(list)).toEqual([14, 13, 12, 11]);
    while (list.hasMore()) await list.more();
    expect(ids(list)).toEqual(from.rows().map((row) => row.id));
  });

  it("keeps what is there when the server fails, and says why", async () => {
    const { from, list } = await open(8);
    from.state.fails = true;
    await list.refresh(new Set(), EVERYTHING);
    expect(ids(list)).toEqual([8, 7, 6, 5]);
    expect(list.problem.value).toBe("It does not answer.");
    from.state.fails = false;
    await list.refresh(new Set(), EVERYTHING);
    expect(list.problem.value).toBeUndefined();
  });

  it("drops the answer to a question that is not asked any more", async () => {
    const { list } = await open(8);
    const slow = list.show(every);
    await list.show((row) => row.id < 3);
    await slow;
    expect(ids(list)).toEqual([2, 1]);
  });

  it("is in the end what the server has, whatever happened while it was open", async () => {
    const change = fc.oneof(
      fc.record({ type: fc.constant("add" as const), n: fc.integer({ min: 1, max: 7 }) }),
      fc.record({ type: fc.constant("change" as const), n: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ type: fc.constant("drop" as const), n: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ type: fc.constant("more" as const), n: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.array(change, { maxLength: 12 }), async (count, changes) => {
        const { from, list } = await open(count);
        for (const { type, n } of changes) {
          if (type === "more") await list.more();
          else from[type](n);
          if (type !== "more") await list.refresh(new Set([String(n)]), EVERYTHING);
          expect(new Set(ids(list)).size).toBe(ids(list).length);
        }
        while (list.hasMore()) await list.more();
        // Rows of lower pages that changed unseen may be older; a row that is gone from them goes when its page is asked for.
        expect(ids(list).filter((id) => from.rows().some((row) => row.id === id))).toEqual(from.rows().map((row) => row.id));
      }),
      { numRuns: 150 },
    );
  });
});

describe("merging a page", () => {
  it("takes the answer whole where nothing follows it", () => {
    expect(mergePage([{ id: 1, v: 0 }], { rows: [{ id: 2, v: 0 }], total: 1 }, keyOf)).toEqual({ merged: [{ id: 2, v: 0 }], joins: false });
  });
});
