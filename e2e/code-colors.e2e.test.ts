// Code in a lab has the colors of the page's own blocks: from the server, after the page wakes, and when the reader changes it.
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

const code = '[data-lab="step-run"] .lab-source .lab-line';
const blocks = ".expressive-code .ec-line span";

/** The color of every token that has only one in all the code that is found. */
async function colorsOf(page: Page, tokens: string): Promise<ReadonlyMap<string, string>> {
  const found = await page
    .locator(tokens)
    .evaluateAll((elements) => elements.map((element) => [element.textContent.trim(), getComputedStyle(element).color] as const));
  const distinct = new Map<string, Set<string>>();
  for (const [text, color] of found) distinct.set(text, (distinct.get(text) ?? new Set()).add(color));
  return new Map([...distinct].flatMap(([text, [color, other]]) => (color === undefined || other !== undefined ? [] : [[text, color]])));
}

/** How many tokens of the shown file have a color of their own. */
const colored = (page: Page): Promise<number> => page.locator(`${code} > span:not(.lab-no)`).count();

it.each(["light", "dark"] as const)("a token in a lab looks as it does in the page, in the %s theme", async (theme) => {
  const { page } = await visit("/reflexes/step-run/", { theme });
  const [inLab, inPage] = [await colorsOf(page, `${code} > span:not(.lab-no)`), await colorsOf(page, blocks)];
  const both = [...inLab.keys()].filter((text) => inPage.has(text));
  expect(new Set(both.map((text) => inLab.get(text))).size).toBeGreaterThan(1);
  expect(both.filter((text) => inLab.get(text) !== inPage.get(text))).toEqual([]);
});

describe("the first act's file", () => {
  it("comes from the server in its colors, and waking the page changes none", async () => {
    const asleep = await visit("/reflexes/step-run/", { javaScript: false });
    const fromServer = await asleep.page.locator(code).evaluateAll((lines) => lines.map((line) => line.innerHTML));
    expect(await colored(asleep.page)).toBeGreaterThan(20);
    const { page } = await visit("/reflexes/step-run/");
    await page.locator("astro-island:not([ssr]) [data-lab]").first().waitFor();
    expect(await page.locator(code).evaluateAll((lines) => lines.map((line) => line.innerHTML))).toEqual(fromServer);
  });
});

describe("a change", () => {
  it("is colored in its diff", async () => {
    const { page } = await visit("/reflexes/step-run/");
    const lab = new Lab(page, "step-run");
    await lab.act(2);
    await lab.choose("Change", /^(?!choose)/);
    await lab.root.locator('.lab-diff [data-kind="added"] .k-keyword').first().waitFor();
  });

  it("that the reader has typed, with the screen to itself, is asked after before it is lost, and colored once it is applied", async () => {
    // A phone has no editor but the text area.
    const { page } = await visit("/reflexes/step-run/", { phone: true });
    const lab = new Lab(page, "step-run");
    await lab.act(2);
    await lab.press("Edit code");
    const area = lab.root.getByLabel(/^Edit .*\.ts$/);
    const sized = await area.evaluate((box) => [box.clientWidth, Number.parseFloat(getComputedStyle(box).fontSize)]);
    expect(sized).toEqual([360, 16]);
    await area.fill("type Typed = `a${string}`;\n" + (await area.inputValue()));
    await lab.press("Cancel");
    await lab.press("Keep editing");
    await lab.press("Apply edit");
    const first = page.locator(code).first().locator("span:not(.lab-no)");
    await eventually(
      "the typed line in its colors",
      () => first.allTextContents(),
      (tokens) => tokens[0]?.trim() === "type" && tokens.includes("`a"),
    );
  });
});
