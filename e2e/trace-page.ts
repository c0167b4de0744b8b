// Drives the trace by the names that people and screen readers use.
import type { Locator, Page } from "playwright";
import { violations } from "./axe.ts";
import { eventually } from "./eventually.ts";

export class TracePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  heading = (name: string | RegExp): Locator => this.page.getByRole("heading", { level: 1, name });
  button = (name: string | RegExp): Locator => this.page.getByRole("button", { name, exact: typeof name === "string" });
  link = (name: string | RegExp): Locator => this.page.getByRole("link", { name, exact: typeof name === "string" });
  field = (label: string): Locator => this.page.getByLabel(label, { exact: true });
  /** Rows of a long list that stand in the document. */
  rows = (): Locator => this.page.locator(".tr-rows a");
  row = (text: string | RegExp): Locator => this.rows().filter({ hasText: text });
  status = (): Locator => this.page.getByRole("status", { name: "Status" });

  async untilRow(text: string | RegExp): Promise<void> {
    await this.row(text).first().waitFor();
  }

  async untilStatus(word: string): Promise<void> {
    await eventually(
      `the run is ${word}`,
      () => this.status().innerText(),
      (now) => now.includes(word),
    );
  }

  /** Facts of one type in the journal. */
  facts = (type: string): Locator => this.page.getByRole("table", { name: "Journal" }).locator(`tr[data-type="${type}"]`);

  violations = (): Promise<string[]> => violations(this.page);

  /** How far the page can be pushed sideways: nothing, as it should fit. */
  sideways = (): Promise<number> => this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
