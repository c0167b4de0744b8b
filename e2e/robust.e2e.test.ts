// What the lab does when things go wrong around it: endless loops, a second tab, no storage.
import { describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { openIn, useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/start/quick-win/";

describe("a runaway loop", () => {
  it("is found, stopped and said so, while the page answers", async () => {
    const visited = await visit(page, { phone: true });
    const lab = new Lab(visited.page, "quick-win");
    await lab.act(4);
    await edit(lab, (code) => code.replace(/console\.log\([^)]*\);?/, "for (;;) {}"));
    await lab.press("Run");
    await lab.until("data-place", "contained");
    expect(await visited.page.evaluate(() => 6 * 7)).toBe(42);
    expect(await lab.says()).toMatch(/stopped|no answer/i);
  });
});

describe("a second tab on the same lab", () => {
  it("shows the first one's run, does not interfere, and can take over", async () => {
    const first = await visit(page);
    const one = new Lab(first.page, "quick-win");
    await one.press("Run");
    await one.until("data-run", "sleeping");
    const second = await openIn(first.context, page);
    const two = new Lab(second.page, "quick-win");
    await two.until("data-place", "observer");
    await two.until("data-run", "sleeping");
    await two.press("Take over here");
    await two.until("data-place", "own");
    await one.until("data-place", "observer");
    await two.press("Next wake-up");
    await two.until("data-run", "completed");
    await one.until("data-run", "completed");
  });

  it("takes over by itself when the first one closes", async () => {
    const first = await visit(page);
    const one = new Lab(first.page, "quick-win");
    await one.press("Run");
    await one.until("data-run", "sleeping");
    const two = new Lab((await openIn(first.context, page)).page, "quick-win");
    await two.until("data-place", "observer");
    await first.page.close();
    await two.until("data-place", "own");
    await two.until("data-run", "sleeping");
  });
});

describe("without IndexedDB", () => {
  it("the lab works and says that nothing will be kept", async () => {
    const gone = 'Object.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true });\n';
    const { page: tab, context } = await visit("/", { before: gone });
    await context.route(/worker[^/]*\.js/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: gone + (await response.text()) });
    });
    await tab.goto(new URL(page, tab.url()).href);
    const lab = new Lab(tab, "quick-win");
    await lab.press("Run");
    await lab.until("data-run", "sleeping");
    await expect.poll(() => lab.root.innerText()).toMatch(/nothing (will be|is) kept|keeps nothing|not be kept/i);
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
  });
});

/** Replaces the shown file by the plain text area that phones get. */
async function edit(lab: Lab, change: (code: string) => string): Promise<void> {
  await lab.press("Edit code");
  const area = lab.root.getByRole("textbox").filter({ visible: true }).first();
  await area.fill(change(await area.inputValue()));
  await lab.press("Apply edit");
  await lab.untilFact("host.started");
}
