import { describe, expect, it } from "vitest";
import type { Page } from "../../reads.ts";
import { pageWithin } from "./pages.ts";

type Row = { readonly n: number; readonly text: string };
type Query = { readonly cursor?: string; readonly limit?: number };

/** A list of so many rows of so many characters; notes the longest page that was read. */
function listOf(
  count: number,
  characters: number,
): { read: (query: Query & { limit: number }) => Promise<Page<Row>>; longest: () => number } {
  let longest = 0;
  return {
    longest: () => longest,
    async read({ cursor, limit }) {
      const from = Number(cursor ?? 0);
      const rows = Array.from({ length: Math.min(limit, count - from) }, (_, i) => ({ n: from + i, text: "x".repeat(characters) }));
      longest = Math.max(longest, rows.length);
      const end = from + rows.length;
      return { rows, total: count, ...(end < count ? { cursor: String(end) } : {}) };
    },
  };
}

describe("a page of a list", () => {
  it("has as many rows as it is asked for, where they are small", async () => {
    const { read, longest } = listOf(1000, 10);
    const page = await pageWithin(read, { limit: 400 });
    expect(page).toMatchObject({ total: 1000, cursor: "400" });
    expect(page.rows).toHaveLength(400);
    expect(longest()).toBe(100);
    expect((await pageWithin(read, {})).rows).toHaveLength(40);
  });

  it("ends early where they are large, and the next one goes on without a gap", async () => {
    const { read } = listOf(400, 100_000);
    const seen: number[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page: Page<Row> = await pageWithin(read, { limit: 400, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.rows.length).toBeLessThan(400);
      seen.push(...page.rows.map(({ n }) => n));
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 400 }, (_, n) => n));
    expect(pages).toBe(4);
  });
});
