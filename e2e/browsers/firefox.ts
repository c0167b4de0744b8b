// Firefox, by WebDriver BiDi.
import { type ElementHandle, launch } from "puppeteer-core";
import { type Tab, WINDOW } from "./tab.ts";

export async function openFirefox(executablePath: string): Promise<Tab> {
  const browser = await launch({ browser: "firefox", executablePath, headless: true, defaultViewport: WINDOW, protocolTimeout: 0 });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const script = (body: string, args: readonly unknown[]): string => `(function () { ${body} })(...${JSON.stringify(args)})`;
  return {
    open: async (url) => void (await page.goto(url, { waitUntil: "domcontentloaded" })),
    reload: async () => void (await page.reload({ waitUntil: "domcontentloaded" })),
    run: async <T>(body: string, ...args: readonly unknown[]) => (await page.evaluate(script(body, args))) as T,
    async click(body, ...args) {
      const found = (await page.evaluateHandle(script(body, args))).asElement() as ElementHandle<Element> | null;
      // It may go away at any moment.
      return found === null
        ? false
        : found.click().then(
            () => true,
            () => false,
          );
    },
    key: (key) => page.keyboard.press(key),
    close: () => browser.close(),
  };
}
