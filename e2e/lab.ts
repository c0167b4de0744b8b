// Drives a lab by the names that people and screen readers use, and by its published attributes. Nothing else of it is known here.
import type { Locator, Page } from "playwright";
import type { Fact } from "../sandbox/log/facts.ts";
import { eventually } from "./eventually.ts";

type Row = { readonly seq: number; readonly type: string; readonly text: string };

export class Lab {
  readonly root: Locator;
  readonly page: Page;

  constructor(page: Page, id: string) {
    this.page = page;
    this.root = page.locator(`[data-lab="${id}"]`);
  }

  button(name: string): Locator {
    return this.root.getByRole("button", { name, exact: true });
  }

  /** Presses a button as a reader finds it: in the frame, behind More on a phone, or at the end of the hints. */
  async press(name: string): Promise<void> {
    const solution = this.button("Show solution").filter({ visible: true });
    if (name === "Show solution") while ((await solution.count()) === 0) await this.press("Hint");
    const button = this.button(name).filter({ visible: true });
    const more = this.button("More").filter({ visible: true });
    await eventually(
      `a button ${name}`,
      async () => (await button.count()) + (await more.count()),
      (count) => count > 0,
    );
    if ((await button.count()) === 0) await more.first().click();
    await button.first().click();
  }

  async choose(select: "Event" | "Crash at" | "Speed" | "Change" | "Webhook", label: string | RegExp): Promise<void> {
    const box = this.root.getByRole("combobox", { name: select, exact: true }).filter({ visible: true }).first();
    await box.waitFor();
    const options = await box.locator("option").allTextContents();
    const wanted = options.find((option) => (typeof label === "string" ? option.trim() === label : label.test(option)));
    if (wanted === undefined) throw new Error(`${select} offers ${options.join(" | ")}, not ${label}`);
    await box.selectOption({ label: wanted });
  }

  async toggle(name: string): Promise<void> {
    await this.root.getByRole("switch", { name, exact: true }).filter({ visible: true }).first().click();
  }

  state = (): Promise<string | null> => this.root.getAttribute("data-state");
  run = (): Promise<string | null> => this.root.getAttribute("data-run");
  place = (): Promise<string | null> => this.root.getAttribute("data-place");

  /** Chooses where the lab runs: by the switch in its head, or on a phone behind More. */
  async choosePlace(name: "Embedded" | "WebContainer"): Promise<void> {
    const choice = this.root
      .getByRole("radiogroup", { name: "Place" })
      .getByRole("radio", { name: new RegExp(`^${name}`) })
      .filter({ visible: true });
    const more = this.button("More").filter({ visible: true });
    await eventually(
      `a place ${name}`,
      async () => (await choice.count()) + (await more.count()),
      (count) => count > 0,
    );
    if ((await choice.count()) === 0) await more.first().click();
    // It may fall back at once, so whether it is chosen afterward says nothing.
    await choice.click();
  }

  async until(attribute: "data-state" | "data-run" | "data-place" | "data-where", value: string | RegExp): Promise<void> {
    const wanted = typeof value === "string" ? new RegExp(`^${value}$`) : value;
    await eventually(
      `${attribute} is ${String(value)}`,
      () => this.root.getAttribute(attribute),
      (now) => now !== null && wanted.test(now),
    );
  }

  /** The rows of the journal that are in the document, oldest first, once it tells the whole log: it is drawn ten times a second at most. */
  async journal(type?: string): Promise<Row[]> {
    const told = this.root.getByRole("group", { name: "Journal, scrollable", exact: true });
    await eventually(
      "facts that the journal has yet to tell",
      async () => Number(await this.root.getAttribute("data-facts")) - Number(await told.getAttribute("data-facts")),
      (behind) => behind === 0,
    );
    const rows = this.root.getByRole("table", { name: "Journal", exact: true }).locator("tr[data-seq]");
    const all = await rows.evaluateAll((elements) =>
      elements.map((row) => ({
        seq: Number(row.getAttribute("data-seq")),
        type: row.getAttribute("data-type") ?? "",
        text: row.textContent ?? "",
      })),
    );
    return all.filter((row) => type === undefined || row.type === type).sort((a, b) => a.seq - b.seq);
  }

  async untilFact(type: string, count = 1): Promise<void> {
    await eventually(
      `${count} ${type} in the journal`,
      async () => (await this.journal(type)).length,
      (found) => found >= count,
    );
  }

  /** Presses Next wake-up until the newest run has ended: through holds, backoff, sleeps and waits. */
  async wakeUntilEnded(): Promise<void> {
    const next = this.button("Next wake-up").filter({ visible: true }).first();
    const ended = async (): Promise<boolean> => {
      const state = await this.run();
      if (state === "completed" || state === "failed") return true;
      // It may be taken away, or disabled, at any moment: then there is nothing to press.
      if ((await next.count()) > 0) await next.click({ timeout: 500 }).catch(() => undefined);
      return false;
    };
    await eventually("the newest run has ended", ended, (yes) => yes);
  }

  goal(id: string): Locator {
    return this.root.getByRole("list", { name: "Goals", exact: true }).locator(`[data-goal="${id}"]`);
  }

  async untilGoal(id: string, state: "open" | "met" = "met"): Promise<void> {
    await eventually(
      `goal ${id} is ${state}`,
      () => this.goal(id).first().getAttribute("data-state"),
      (now) => now === state,
    );
  }

  /** The whole log, as the reader gets it by Export log. */
  async log(): Promise<readonly Fact[]> {
    const download = this.page.waitForEvent("download");
    await this.press("Export log");
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return (JSON.parse(Buffer.concat(chunks).toString()) as { readonly facts: readonly Fact[] }).facts;
  }

  says = (): Promise<string> => this.root.getByRole("status", { name: "Lab says", exact: true }).first().innerText();
  clock = (): Promise<string> => this.root.getByLabel("Clock", { exact: true }).first().innerText();

  request(id: string | RegExp): Locator {
    return this.root.getByRole("group", { name: typeof id === "string" ? `Request ${id}` : id });
  }

  /** Opens the act with this number, as a reader does by the list of acts. */
  async act(number: number): Promise<void> {
    await this.root
      .getByRole("tab", { name: new RegExp(`^(act )?${number}\\b`, "i") })
      .first()
      .click();
  }
}

/** True when some part of the element can be seen and touched: inside the viewport and under nothing else. */
export function inSight(element: Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const box = node.getBoundingClientRect();
    const left = Math.max(box.left, 0);
    const right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 2 || bottom - top < 2) return false;
    const points = [top + 2, (top + bottom) / 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y));
    return points.some((point) => point !== null && (node.contains(point) || point.contains(node)));
  });
}
