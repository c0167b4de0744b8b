// Quick Win without a pointer: found by Tab, pressed by Enter and Space.
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

describe("by keyboard alone", () => {
  it("a run is started, crashed, revived and woken", async () => {
    const { page } = await visit("/start/quick-win/");
    const lab = new Lab(page, "quick-win");
    await tabTo(page, lab, "Run");
    await page.keyboard.press("Enter");
    await lab.until("data-run", "sleeping");
    await tabTo(page, lab, "Next wake-up");
    await page.keyboard.press("Space");
    await lab.until("data-run", "completed");
  });

  it("the editor is entered and left again, and opens a second time as it did the first", async () => {
    const { page } = await visit("/reflexes/step-run/");
    const lab = new Lab(page, "step-run");
    await lab.act(2);
    await tabTo(page, lab, "Edit code");
    await page.keyboard.press("Enter");
    await lab.root.getByRole("textbox").first().waitFor();
    await lab.root.getByRole("textbox").first().focus();
    await page.keyboard.press("Escape");
    await tabTo(page, lab, "Apply edit");
    await lab.press("Cancel");
    await opensAgain(page, lab);
  });
});

/** The second time the editor knows the lab's files as it did the first: it marks one mistake, the one that is typed. */
async function opensAgain(page: Page, lab: Lab): Promise<void> {
  await lab.press("Edit code");
  await lab.root.locator(".lab-monaco .view-line").first().waitFor();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("notThere;");
  await page.keyboard.press("Enter");
  await lab.root.locator(".squiggly-error").first().waitFor();
  expect(await lab.root.locator(".squiggly-error").count()).toBe(1);
}

async function tabTo(page: Page, lab: Lab, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    const there = await lab.button(name).evaluateAll((buttons) => buttons.some((button) => button === document.activeElement));
    if (there) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}.`);
}
