// What a reader has whose browser runs no script: prose, code, the finished recordings, the way to the answers.
import { describe, expect, it } from "vitest";
import { loadLab } from "../sandbox/labs/proof/load.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();

describe("without JavaScript", () => {
  it("the finished run of a lab is a readable table, folded away from the predicted moment on", async () => {
    const { page } = await visit("/start/quick-win/", { javaScript: false });
    const lab = page.locator('[data-lab="quick-win"]');
    expect(await lab.getAttribute("data-state")).toBe("recorded");
    const open = lab.getByRole("table").first();
    expect(await open.isVisible()).toBe(true);
    expect(await open.locator("tr[data-type]").count()).toBeGreaterThan(2);
    const folded = lab.locator("details", { hasText: "What happened (answers the question)" });
    expect(await folded.getAttribute("open")).toBeNull();
    await folded.locator("summary").click();
    expect(await folded.locator('tr[data-type="run.completed"]').first().isVisible()).toBe(true);
  });

  it("every act of a lab has its question and its recording", async () => {
    const { page } = await visit("/start/quick-win/", { javaScript: false });
    const { definition } = loadLab("00-quick-win").lab;
    const text = await page.locator("main").innerText();
    const asked = definition.acts.flatMap(({ prediction }) => prediction?.question ?? []);
    expect(asked.filter((question) => !text.includes(question))).toEqual([]);
    const folded = await page.locator("summary").allTextContents();
    expect(folded.filter((said) => said.trim() === "What happened (answers the question)")).toHaveLength(definition.acts.length);
  });

  it.each(["/", "/start/quick-win/", "/reference/answers/"])("nothing on %s looks as if it could be pressed and cannot", async (path) => {
    const { page } = await visit(path, { javaScript: false });
    const dead = page.locator("button, select, input, [role=tab]:not(a)").filter({ visible: true });
    expect(await dead.evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 120)))).toEqual([]);
  });

  it.each([
    { theme: "light", paper: "rgb(250, 249, 246)" },
    { theme: "dark", paper: "rgb(14, 17, 22)" },
  ] as const)("the page is $theme where the system is", async ({ theme, paper }) => {
    const { page } = await visit("/start/quick-win/", { javaScript: false, theme });
    expect(await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(paper);
  });

  it("the code of a lab can be read", async () => {
    const { page } = await visit("/reflexes/step-run/", { javaScript: false });
    expect(await page.locator('[data-lab="step-run"] pre').first().innerText()).toContain("inngest");
  });

  it("quick checks show their question and lead to the answers", async () => {
    const { page } = await visit("/reflexes/step-run/", { javaScript: false });
    const link = page.getByRole("link", { name: /answer/i }).last();
    expect(await link.isVisible()).toBe(true);
    await link.click();
    expect(new URL(page.url()).pathname).toBe("/reference/answers/");
  });

  it("the contents can be walked through by links", async () => {
    const { page } = await visit("/", { javaScript: false });
    await page.locator('a[href="/start/quick-win/"]').filter({ visible: true }).first().click();
    expect(await page.locator("h1").innerText()).not.toBe("");
  });
});
