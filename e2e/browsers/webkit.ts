// WebKitGTK, in the small browser that comes with it, by Debian's driver, on a screen that nobody sees.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Builder, Capabilities, Key, type WebDriver, type WebElement } from "selenium-webdriver";
import { eventually } from "../eventually.ts";
import type { WebKit } from "../../scripts/run/other-browsers.ts";
import { type Tab, WINDOW } from "./tab.ts";

/** Each wait has its own limit, told in its own words. */
const HOUR_MS = 3_600_000;
const KEYS = { "/": "/", Escape: Key.ESCAPE } as const;

export async function openWebKit({ driver: program, browser, screen }: WebKit): Promise<Tab> {
  const started: ChildProcess[] = [];
  const end = (): void => started.forEach((each) => each.kill());
  try {
    const display = await openScreen(screen, started);
    const port = await freePort();
    started.push(spawn(program, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, DISPLAY: display } }));
    const server = `http://127.0.0.1:${port}`;
    await eventually(
      "WebKit's driver answers",
      () =>
        fetch(`${server}/status`).then(
          (answer) => answer.ok,
          () => false,
        ),
      Boolean,
    );
    const options = { binary: browser, args: ["--automation"] };
    const capabilities = new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options });
    const driver = await new Builder().disableEnvironmentOverrides().usingServer(server).withCapabilities(capabilities).build();
    await driver.manage().setTimeouts({ script: HOUR_MS, pageLoad: HOUR_MS });
    await driver
      .manage()
      .window()
      .setRect({ x: 0, y: 0, ...WINDOW });
    return tabOf(driver, end);
  } catch (error) {
    end();
    throw error;
  }
}

function tabOf(driver: WebDriver, end: () => void): Tab {
  return {
    open: (url) => driver.get(url),
    reload: () => driver.navigate().refresh(),
    run: (body, ...args) => driver.executeScript(body, ...args),
    async click(body, ...args) {
      const found = await driver.executeScript<WebElement | null>(body, ...args);
      // It may go away at any moment.
      return found === null
        ? false
        : found.click().then(
            () => true,
            () => false,
          );
    },
    key: (key) => driver.actions().sendKeys(KEYS[key]).perform(),
    async close() {
      await driver.quit().catch(() => undefined);
      end();
    },
  };
}

/** A screen of its own; the program chooses its number and says it once it takes connections. */
async function openScreen(program: string, started: ChildProcess[]): Promise<string> {
  const screen = spawn(program, ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.push(screen);
  const [number] = (await once(screen.stdout, "data")) as [Buffer];
  return `:${number.toString().trim()}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
