// What a reader does beside the labs: quick checks, progress taken along, search, languages, a challenge's link.
import { buffer } from "node:stream/consumers";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { newContext, openIn, useBrowser, visit } from "./site.ts";

useBrowser();

const check = (page: Page, question: string) => page.getByRole("group", { name: question });

describe("a quick check", () => {
  it("gives the reason for the option that was chosen, and not before", async () => {
    const { page } = await visit("/reflexes/step-run/");
    const asked = check(page, "A step needs 30 seconds");
    expect(await asked.getByText("A step is one unit.").count()).toBe(0);
    await asked.getByRole("button", { name: "At the beginning of that step." }).click();
    await asked.getByText("Right. A step is one unit.").first().waitFor();
  });

  it("is remembered when the page is opened again", async () => {
    const context = await newContext();
    const { page } = await openIn(context, "/reflexes/step-run/");
    await check(page, "A step needs 30 seconds").getByRole("button", { name: "At the beginning of that step." }).click();
    await check(page, "A step needs 30 seconds").locator('[data-state="right"]').waitFor();
    const again = await openIn(context, "/reflexes/step-run/");
    await check(again.page, "A step needs 30 seconds").locator('[data-state="right"]').waitFor();
  });
});

describe("progress", () => {
  it("goes to another browser by a file", async () => {
    const here = await visit("/start/quick-win/");
    await check(here.page, "The run sleeps for three days").getByRole("button", { name: "Nothing." }).click();
    await check(here.page, "The run sleeps for three days").locator('[data-state="right"]').waitFor();
    await here.page.getByRole("button", { name: "Your progress" }).click();
    const [download] = await Promise.all([
      here.page.waitForEvent("download"),
      here.page.getByRole("button", { name: "Export progress" }).click(),
    ]);
    const there = await visit("/start/quick-win/");
    await there.page.getByRole("button", { name: "Your progress" }).click();
    const panel = there.page.getByRole("dialog", { name: "Your progress" });
    await panel
      .locator("input[type=file]")
      .setInputFiles({ name: "progress.json", mimeType: "application/json", buffer: await buffer(await download.createReadStream()) });
    await panel.getByText("Imported: 1 entry was new here.").waitFor();
    await panel.getByRole("row", { name: "Quick win" }).getByText("1 of 8").waitFor();
  });
});

describe("search", () => {
  it("opens by a key, finds a lesson, and leads there by keys alone", async () => {
    const { page } = await visit("/");
    await page.keyboard.press("/");
    await page.getByRole("searchbox").fill("reviewer approval silence");
    await page.getByRole("dialog", { name: "Search" }).getByRole("link", { name: "Human approval with" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForURL(/human-gate/), page.keyboard.press("Enter")]);
  });
});

describe("the language of the prose", () => {
  it("is chosen once for all lessons", async () => {
    const context = await newContext();
    const { page } = await openIn(context, "/start/quick-win/");
    await page.getByRole("tab", { name: "Python" }).click();
    const next = await openIn(context, "/balance/human-gate/");
    await next.page.getByText("The condition is called").waitFor();
  });
});

describe("a challenge's link", () => {
  it("opens the lab at its open act", async () => {
    const { page } = await visit("/reflexes/step-run/#lab-step-run-act-3");
    await page.getByRole("heading", { name: "Make the reviewer get two messages" }).waitFor();
    await page.getByRole("tab", { name: "Act 3", selected: true }).waitFor();
  });
});
