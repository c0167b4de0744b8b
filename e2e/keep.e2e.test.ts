// What a reader keeps and hands on: goals met, the log as a file, a link to a run, a clean start.
import { describe, expect, it } from "vitest";
import { inSight, Lab } from "./lab.ts";
import { openIn, useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/start/quick-win/";

async function completed(): Promise<{ lab: Lab; visited: Awaited<ReturnType<typeof visit>> }> {
  const visited = await visit(page);
  const lab = new Lab(visited.page, "quick-win");
  await lab.press("Run");
  await lab.until("data-run", "sleeping");
  await lab.press("Next wake-up");
  await lab.until("data-run", "completed");
  return { lab, visited };
}

describe("a completed run", () => {
  it("meets its goal, and the goal stays met in another visit", async () => {
    const { lab, visited } = await completed();
    await lab.untilGoal("quick-win/two-entries");
    await visited.page.close();
    const again = await openIn(visited.context, page);
    await new Lab(again.page, "quick-win").untilGoal("quick-win/two-entries");
  });

  it("is exported as a file that holds its facts", async () => {
    const { lab, visited } = await completed();
    const download = visited.page.waitForEvent("download");
    await lab.press("Export log");
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const kept = JSON.parse(Buffer.concat(chunks).toString()) as { lab: string; facts: { type: string }[] };
    expect(kept.lab).toBe("quick-win");
    expect(kept.facts.map((fact) => fact.type)).toContain("run.completed");
  });

  it("travels in a link that opens at the lab, shows it and runs nothing; a damaged one says so there", async () => {
    const { lab, visited } = await completed();
    await visited.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await lab.press("Share");
    const link = await visited.page.waitForFunction(() => navigator.clipboard.readText().then((text) => (text.includes("#") ? text : "")));
    const url = await link.jsonValue();
    const other = await visit(new URL(url).pathname + new URL(url).hash);
    const shown = new Lab(other.page, "quick-win");
    await other.page.getByRole("button", { name: "Try it yourself", exact: true }).waitFor();
    expect(await shown.state()).not.toMatch(/running|settled/);
    expect(other.page.workers().length).toBe(0);
    await expect.poll(() => inSight(shown.root.getByRole("heading").first())).toBe(true);
    const damaged = await openIn(other.context, new URL(url).pathname + new URL(url).hash.slice(0, -40));
    const told = new Lab(damaged.page, "quick-win");
    await expect.poll(() => told.says()).toMatch(/This link is damaged/);
    expect(await inSight(told.root.getByRole("status", { name: "Lab says" }))).toBe(true);
  });

  it("is gone after Reset lab, and back after Undo reset", async () => {
    const { lab } = await completed();
    await lab.press("Reset lab");
    await lab.until("data-run", "none");
    expect(await lab.journal("run.completed")).toEqual([]);
    await lab.press("Undo reset");
    await lab.until("data-run", "completed");
  });
});
