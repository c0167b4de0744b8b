// Drives a lab in any browser, by the names that people read and by its published attributes.
import { eventually } from "../eventually.ts";
import type { Tab } from "./tab.ts";

/** In the page: what can be seen in a lab's frame, by what it is and what it is called. */
const FIND = `
  const [lab, what, name] = arguments;
  const root = document.querySelector(lab === "" ? "[data-lab]" : '[data-lab="' + lab + '"]');
  const called = (one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim();
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const found = [...(root?.querySelectorAll(what) ?? [])].find((one) => seen(one) && !one.disabled && new RegExp(name).test(called(one)));
  found?.scrollIntoView({ block: "center", behavior: "instant" });
  return found ?? null;`;

export class LabInTab {
  readonly tab: Tab;
  readonly id: string;

  /** Without an id: the only lab of the page. */
  constructor(tab: Tab, id = "") {
    this.tab = tab;
    this.id = id;
  }

  async press(name: string): Promise<void> {
    const press = async (): Promise<boolean> =>
      (await this.#click("button", `^${name}$`)) || (await this.#click("button", "^More$"), false);
    await eventually(`a button ${name} that can be pressed`, press, Boolean);
  }

  async act(number: number): Promise<void> {
    await eventually(`act ${number}`, () => this.#click("[role=tab]", `^([Aa]ct )?${number}(?!\\d)`), Boolean);
  }

  async until(attribute: string, value: RegExp): Promise<void> {
    const read = (): Promise<string | null> => this.#read(`return root?.getAttribute("${attribute}") ?? null;`);
    await eventually(`${attribute} is ${value}`, read, (now) => now !== null && value.test(now));
  }

  /** Types into the text area that holds the shown file; as on a small screen, so that no richer editor takes its place meanwhile. */
  async edit(from: string, to: string): Promise<void> {
    await this.tab.run(`
      const asked = window.matchMedia.bind(window);
      window.matchMedia = (query) => asked(query.includes("pointer: fine") ? "not all" : query);`);
    await this.press("Edit code");
    const typed = (): Promise<boolean> =>
      this.tab.run(
        `const area = [...document.querySelectorAll("textarea")].find((one) => one.checkVisibility());
        if (!area || !new RegExp(arguments[0]).test(area.value)) return false;
        area.value = area.value.replace(new RegExp(arguments[0]), arguments[1]);
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
        return true;`,
        from,
        to,
      );
    await eventually("the code is typed", typed, Boolean);
  }

  says = (): Promise<string> => this.#read(`return root?.querySelector('[role="status"][aria-label="Lab says"]')?.textContent ?? "";`);

  #click = (what: string, name: string): Promise<boolean> => this.tab.click(FIND, this.id, what, name);
  #read = <T>(body: string): Promise<T> =>
    this.tab.run(
      `const root = document.querySelector(arguments[0] === "" ? "[data-lab]" : '[data-lab="' + arguments[0] + '"]'); ${body}`,
      this.id,
    );
}
