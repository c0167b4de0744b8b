// Ten thousand runs in the list: it stays quick, and the document stays small.
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { slowness } from "../scripts/run/pace.ts";
import { eventually } from "./eventually.ts";
import { useBrowser, visit } from "./site.ts";
import { useEngine } from "./trace-engine.ts";
import { TracePage } from "./trace-page.ts";

useBrowser();

const MANY = 10_000;
const FRAMES = 60;

// One at a time, and the first never ends: the others stand in line, and the list is as long as it can be.
const engine = useEngine((inngest) => [
  inngest.createFunction({ id: "count", triggers: [{ event: "count/up" }], concurrency: 1 }, () => new Promise<never>(() => undefined)),
]);

describe("ten thousand runs", () => {
  it("are scrolled through without a slow frame, with few rows in the document", async () => {
    for (let sent = 0; sent < MANY; sent += 2500)
      await engine().sendMany(Array.from({ length: 2500 }, (_, index) => ({ name: "count/up", data: { n: sent + index } })));
    await eventually(
      "every run is there",
      async () => (await engine().get<{ total: number }>("/trace/runs?limit=1")).total,
      (total) => total === MANY,
    );
    const trace = new TracePage((await visit(engine().url)).page);
    await trace.page.getByText("10000 runs").waitFor();
    const slow = slowness();
    const meter = await processorTime(trace.page);
    const { lengths, rows } = await trace.page.evaluate(scrollThrough, FRAMES);
    const work = (await meter()) / lengths.length;
    const sorted = lengths.toSorted((a, b) => a - b);
    const at = (part: number): number => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0);
    console.log(
      `${lengths.length} frames: ${work.toFixed(1)} ms of work each, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; ${rows} rows in the document`,
    );
    expect(rows).toBeLessThan(80);
    // Work is the page's own, and longer where everything is; how long a frame takes is also up to who else is served.
    expect(work).toBeLessThan(25 * slow);
  });

  it("stay where they are while new ones come", async () => {
    const trace = new TracePage((await visit(engine().url)).page);
    await trace.page.getByText("10000 runs").waitFor();
    const list = trace.page.locator(".tr-scroll");
    await list.evaluate((box) => (box.scrollTop = 44 * 50));
    const look = (): Promise<string> =>
      list.evaluate((box) => {
        const top = box.getBoundingClientRect().top;
        const rows = [...box.querySelectorAll("a")];
        return rows.find((row) => row.getBoundingClientRect().top >= top)?.dataset["key"] ?? "";
      });
    await eventually("rows there", look, (key) => key !== "");
    const before = await look();
    for (let n = 0; n < 3; n += 1) await engine().send("count/up", { n: MANY + n });
    await trace.page.getByText("10003 runs").waitFor();
    expect(await look()).toBe(before);
  });

  it("are walked through by keys: the list scrolls no further than it takes, and back", async () => {
    const trace = new TracePage((await visit(engine().url)).page);
    await trace.page.getByText(/^1000\d runs$/).waitFor();
    const list = trace.page.locator(".tr-scroll");
    await list.locator("a").first().focus();
    /** The number of the row with the focus, how far within sight its edges are, and how far the list is scrolled. */
    const look = (): Promise<{ readonly row: number; readonly above: number; readonly below: number; readonly scrolled: number }> =>
      list.evaluate((box) => {
        const item = document.activeElement?.closest("li");
        const at = item?.getBoundingClientRect() ?? new DOMRect();
        const sight = box.getBoundingClientRect();
        const above = Math.round(at.top - sight.top - box.clientTop);
        return { row: Number(item?.ariaPosInSet), above, below: Math.round(sight.bottom - at.bottom), scrolled: Math.round(box.scrollTop) };
      });
    const press = async (key: string, row: number): ReturnType<typeof look> => {
      await trace.page.keyboard.press(key);
      return eventually(`row ${row} has the focus, in sight`, look, (at) => at.row === row && at.above >= -1 && at.below >= -1);
    };
    expect((await press("ArrowDown", 2)).scrolled).toBe(0);
    expect((await press("k", 1)).scrolled).toBe(0);
    const inSight = await list.evaluate((box) => Math.floor(box.clientHeight / 44));
    for (let row = 2; row <= inSight; row += 1) expect((await press("j", row)).scrolled).toBe(0);
    const next = await press("ArrowDown", inSight + 1);
    expect(next.scrolled).toBeGreaterThan(0);
    expect(next.below).toBeLessThan(2);
    expect((await press("Home", 1)).scrolled).toBe(0);
  });

  it("have a last row, which the keyboard reaches", async () => {
    const trace = new TracePage((await visit(engine().url)).page);
    await trace.page.getByText(/^1000\d runs$/).waitFor();
    const list = trace.page.locator(".tr-scroll");
    await list.evaluate((box) => (box.scrollTop = box.scrollHeight));
    await eventually(
      "the first run of all, which is the only one that has begun",
      () => trace.row("running").count(),
      (n) => n === 1,
    );
    await trace.row("running").focus();
    await trace.page.keyboard.press("Enter");
    await trace.untilStatus("running");
    await trace.page.goBack();
    await trace.row("running").waitFor();
  });
});

/** How long the page's main thread has been at work, in milliseconds of processor time; asked again, since then. */
async function processorTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
  const before = await read();
  return async () => (await read()) - before;
}

/** Scrolls by a third of a screen at each of so many frames; how long the frames took, and how many rows stood there at most. */
async function scrollThrough(frames: number): Promise<{ readonly lengths: number[]; readonly rows: number }> {
  const box = document.querySelector(".tr-scroll");
  if (box === null) throw new Error("There is no list.");
  const lengths: number[] = [];
  let rows = 0;
  let before = performance.now();
  while (lengths.length < frames) {
    box.scrollTop += box.clientHeight / 3;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    lengths.push(now - before);
    rows = Math.max(rows, box.querySelectorAll("a").length);
    before = now;
  }
  return { lengths, rows };
}
