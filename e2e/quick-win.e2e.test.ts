// Quick Win, walked as a reader would: wake a sleeping run, crash it, close the tab on it, break and repair a step.
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { inSight, Lab } from "./lab.ts";
import { openIn, site, useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/start/quick-win/";

describe("quick win", () => {
  it("shows the recording until Run is pressed, then a real run takes its place; no control moves from the question to its answer", async () => {
    const visited = await visit(page);
    const lab = new Lab(visited.page, "quick-win");
    expect(await lab.state()).toBe("recorded");
    await lab.root.getByRole("group", { name: "Prediction" }).getByRole("radio", { name: "Once" }).check();
    const before = await places(lab);
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    await lab.until("data-state", "settled");
    expect(await places(lab)).toEqual(before);
    await lab.root.getByText("You said Once").waitFor();
    expect((await lab.journal("sleep.started")).length).toBe(1);
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
    await lab.root.getByRole("group", { name: "What did you see?" }).getByRole("button", { name: "Twice" }).click();
    await lab.root.getByText("The log says").filter({ visible: true }).waitFor();
    expect(await places(lab)).toEqual(before);
  });

  it("is still asleep after the page was reloaded, and ends", async () => {
    const visited = await visit(page);
    const lab = new Lab(visited.page, "quick-win");
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    const before = await lab.journal();
    await visited.page.reload();
    await lab.untilFact("engine.restarted");
    await lab.until("data-run", "sleeping");
    expect((await lab.journal()).filter((row) => row.seq <= before.length).map((row) => row.type)).toEqual(before.map((row) => row.type));
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
  });

  it("slept on while the tab was closed for four minutes, and says what is left", async () => {
    const visited = await visit(page);
    const lab = new Lab(visited.page, "quick-win");
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    await visited.page.goto(new URL("/", site()).href);
    // The page before may end after this one has begun; its last note of the time comes before it gives the lab's lock back.
    await expect.poll(() => visited.page.evaluate(async () => (await navigator.locks.query()).held?.length)).toBe(0);
    await visited.page.evaluate(() => localStorage.setItem("ans:seen:quick-win", String(Date.now() - 4 * 60_000)));
    await visited.page.goto(new URL(page, site()).href);
    await expect.poll(() => lab.root.innerText()).toMatch(/You were away 4 min\. Your run slept on: 2 d 23 h 5\d min left\./);
    expect((await lab.journal("time.away")).length).toBe(1);
  });

  it("names the sleeping run on the landing page and leads back to it", async () => {
    const visited = await visit(page);
    const lab = new Lab(visited.page, "quick-win");
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    await visited.page.close();
    const landing = await openIn(visited.context, "/");
    await landing.page
      .getByRole("link", { name: /1 run asleep/ })
      .filter({ visible: true })
      .first()
      .click();
    await expect.poll(() => new URL(landing.page.url()).pathname).toBe(page);
    await new Lab(landing.page, "quick-win").until("data-run", "sleeping");
  });
});

describe("quick win at 360 × 640", () => {
  it("shows after every press what changed", async () => {
    const visited = await visit(page, { phone: true });
    const lab = new Lab(visited.page, "quick-win");
    await lab.root.scrollIntoViewIfNeeded();
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    expect(await newestIsInSight(lab)).toBe(true);
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
    expect(await newestIsInSight(lab)).toBe(true);
    await lab.act(2);
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    expect(await newestIsInSight(lab)).toBe(true);
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    expect(await newestIsInSight(lab)).toBe(true);
    await lab.press("Start host");
    await lab.until("data-state", "settled");
    expect(await newestIsInSight(lab)).toBe(true);
  });
});

/** Where question, controls, goal and timeline stand in the lab. */
async function places(lab: Lab): Promise<readonly unknown[]> {
  const frame = await lab.root.boundingBox();
  const parts = [
    lab.root.getByText("Nothing fails."),
    lab.button("Run"),
    lab.button("Next wake-up"),
    lab.root.getByRole("status", { name: "Lab says" }),
    lab.root.getByRole("list", { name: "Goal of this act" }),
    lab.root.getByRole("figure", { name: "Timeline" }),
  ];
  const boxes = await Promise.all(parts.map((part) => part.first().boundingBox()));
  return boxes.map((box) => box && [box.x - (frame?.x ?? 0), box.y - (frame?.y ?? 0)]);
}

/** The newest fact's row of the journal, or the newest mark of the timeline, can be seen without scrolling. */
async function newestIsInSight(lab: Lab): Promise<boolean> {
  const newest = (await lab.journal()).at(-1);
  const row = lab.root.getByRole("table", { name: "Journal", exact: true }).locator(`tr[data-seq="${newest?.seq}"]`).first();
  const mark = lab.root.getByRole("figure", { name: "Timeline", exact: true }).locator("[data-mark]").last();
  return eventually(
    "the newest row or mark is in sight",
    async () => (await inSight(row)) || (await inSight(mark)),
    (seen) => seen,
  );
}
