// The landing page's nerve: three taps to a run that resumes.
import { describe, expect, it } from "vitest";
import { inSight, Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

async function demoOf(phone: boolean): Promise<Lab> {
  const { page } = await visit("/", { phone });
  const id = await page.locator("[data-lab]").first().getAttribute("data-lab");
  return new Lab(page, id ?? "");
}

async function threeTaps(lab: Lab): Promise<void> {
  await lab.press("Run");
  await lab.until("data-run", /held|sleeping/);
  await lab.press("Crash host");
  await lab.until("data-state", "crashed");
  await lab.until("data-state", "settled");
  await lab.press("Next wake-up");
  await lab.until("data-run", "completed");
}

describe("the landing page", () => {
  it("crashes and resumes a real run in three taps; the host comes back by itself", async () => {
    const lab = await demoOf(false);
    await threeTaps(lab);
    expect(await lab.button("Start host").count()).toBe(0);
  });

  it("does so on a phone, below a way into the first lesson that is in the first view", async () => {
    const lab = await demoOf(true);
    expect(await inSight(lab.page.getByRole("link", { name: "Start the first lesson" }))).toBe(true);
    await threeTaps(lab);
    expect(await lab.root.getByLabel("greet-customer.ts, code").isVisible()).toBe(true);
  });
});
