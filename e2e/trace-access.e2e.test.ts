// The trace for everybody: by keyboard alone, on a phone, in both themes, without JavaScript, and while the engine is away.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { inSight } from "./lab.ts";
import { useBrowser, type Visit, visit } from "./site.ts";
import { useEngine } from "./trace-engine.ts";
import { TracePage } from "./trace-page.ts";

useBrowser();

const folder = mkdtempSync(join(tmpdir(), "trace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONG = "a-step-whose-name-is-far-longer-than-any-screen-of-a-phone-is-wide-and-then-some-more";

const engine = useEngine(
  (inngest) => [
    inngest.createFunction({ id: "order", triggers: [{ event: "order/placed" }], retries: 1 }, async ({ event, step }) => {
      await step.run(LONG, () => ({ text: "long ".repeat(400) }));
      if (event.data["fails"] === true) throw new Error(`Declined: ${"no-break-in-this-word".repeat(12)}`);
      await step.sleep("packing", event.data["pack"] === undefined ? 1 : "2h");
      return "packed";
    }),
    inngest.createFunction({ id: "digest", triggers: [{ cron: "0 9 * * 1" }] }, () => "sent"),
  ],
  { storage: join(folder, "engine.db") },
);

const runs: { completed: string; failed: string; sleeping: string } = { completed: "", failed: "", sleeping: "" };

beforeAll(async () => {
  const eventIds = {
    completed: await engine().send("order/placed", { n: 1 }),
    failed: await engine().send("order/placed", { fails: true }),
    sleeping: await engine().send("order/placed", { pack: true }),
  };
  await engine().send("order/place");
  type Answer = { runs: { runId: string; status: string }[] };
  for (const [wanted, eventId] of Object.entries(eventIds)) {
    const event = await eventually(
      `a run that is ${wanted}`,
      () => engine().get<Answer>(`/trace/events/${eventId}`),
      (answer) => answer.runs[0]?.status === wanted,
    );
    runs[wanted as keyof typeof runs] = event.runs[0]?.runId ?? "";
  }
});

const views = (): readonly string[] => [
  "/",
  "/?status=failed&text=Declined",
  "/?text=nothing-is-like-this",
  `/runs/${runs.completed}`,
  `/runs/${runs.failed}?tab=attempts`,
  `/runs/${runs.sleeping}?tab=memo`,
  `/runs/${runs.completed}?tab=wire`,
  `/runs/${runs.completed}?tab=input`,
  "/runs/nobody",
  "/events",
  "/send?name=order/placed",
  "/functions",
  "/functions/shop-order",
  "/functions/shop-order?do=replay",
  "/functions/shop-order?do=cancel",
  "/nowhere",
];

async function open(path: string, options: Visit = {}): Promise<TracePage> {
  const { page } = await visit(engine().url + path, options);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return new TracePage(page);
}

/** What is wrong in any view, by the view. */
async function everywhere(options: Visit, look: (trace: TracePage) => Promise<readonly string[]>): Promise<string[]> {
  const found: string[] = [];
  // Two of the views are of what is not there.
  const trace = await open("/", { ...options, mayComplain: /404 \(Not Found\)/ });
  for (const view of views()) {
    await trace.page.goto(engine().url + view);
    await trace.page.getByRole("heading", { level: 1 }).waitFor();
    await trace.page.locator(".tr-page").waitFor();
    found.push(...(await look(trace)).map((what) => `${view}: ${what}`));
  }
  return found;
}

describe("the trace", () => {
  it.each(["light", "dark"] as const)("has nothing that a checker of accessibility finds, in the %s theme", async (theme) => {
    expect(await everywhere({ theme }, (trace) => trace.violations())).toEqual([]);
  });

  it("fits a phone: no view can be pushed sideways", async () => {
    expect(await everywhere({ phone: true }, async (trace) => ((await trace.sideways()) > 0 ? ["can be pushed sideways"] : []))).toEqual(
      [],
    );
  });

  it("on a phone shows the fact that was just pressed", async () => {
    const trace = await open(`/runs/${runs.completed}`, { phone: true });
    await trace.page.getByRole("button", { name: "step.completed" }).first().click();
    const fact = trace.page.getByRole("complementary", { name: /^Fact \d+/ });
    await fact.waitFor();
    await eventually(
      "the fact is in sight",
      () => inSight(fact),
      (yes) => yes,
    );
  });

  it("keeps the theme that was chosen, over a reload and against the system's", async () => {
    const trace = await open("/", { theme: "light" });
    await trace.button("Theme: Auto").click();
    await trace.button("Theme: Light").click();
    await trace.page.reload();
    expect(await trace.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  });

  it("asks nothing of any other host, and complains of nothing", async () => {
    const hosts = new Set<string>();
    const { page, complaints } = await visit(`${engine().url}/runs/${runs.completed}`);
    page.on("request", (request) => hosts.add(new URL(request.url()).origin));
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect([[...hosts], complaints]).toEqual([[engine().url], []]);
  });

  it("without JavaScript says where the same is told", async () => {
    const { page } = await visit(engine().url, { javaScript: false });
    await page.getByRole("link", { name: "/trace/runs" }).waitFor();
  });
});

describe("by keyboard alone", () => {
  it("a failed run is searched, opened, read and left again", async () => {
    const trace = await open("/");
    await trace.untilRow("failed");
    const { keyboard } = trace.page;
    await keyboard.press("/");
    await keyboard.type("Declined");
    await eventually(
      "one row",
      () => trace.rows().count(),
      (n) => n === 1,
    );
    await keyboard.press("Escape");
    await eventually(
      "all rows",
      () => trace.rows().count(),
      (n) => n === 3,
    );
    await keyboard.press("Escape");
    await keyboard.press("j");
    await keyboard.press("j");
    expect(await focused(trace.page)).toContain("failed");
    await keyboard.press("Enter");
    await trace.heading("shop-order").waitFor();
    expect(await focused(trace.page)).toBe("shop-order");
    await tabTo(trace.page, "Journal 9", /^Journal/);
    await keyboard.press("ArrowRight");
    await trace.page.getByRole("tab", { name: "Attempts", selected: true }).waitFor();
    await keyboard.press("Escape");
    await trace.heading("Runs").waitFor();
    expect(await focused(trace.page)).toContain("failed");
  });

  it("an event is sent", async () => {
    const trace = await open("/events");
    await tabTo(trace.page, "Send an event", /^Send an event$/);
    await trace.page.keyboard.press("Enter");
    await trace.heading("Send an event").waitFor();
    await trace.page.keyboard.press("Tab");
    await trace.page.keyboard.type("order/placed");
    await tabTo(trace.page, "Send", /^Send$/);
    await trace.page.keyboard.press("Enter");
    await trace.page.getByText("Stored as").waitFor();
  });

  it("every key that does something is told by one key", async () => {
    const trace = await open("/");
    await trace.page.keyboard.press("?");
    await trace.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await trace.page.keyboard.press("Escape");
    await trace.page.getByRole("dialog").waitFor({ state: "hidden" });
  });
});

describe("while the engine is away", () => {
  it("the page says so, keeps what it shows, and goes on when the engine is back", async () => {
    const trace = await open("/", { mayComplain: /Failed to load resource: net::/ });
    await trace.untilRow("sleeping");
    await engine().kill();
    const told = trace.page.getByRole("status", { name: "Connection" });
    await told.getByText("The engine does not answer.").waitFor();
    expect(await trace.rows().count()).toBeGreaterThanOrEqual(3);
    await engine().revive();
    await eventually(
      "it is connected again",
      () => told.innerText(),
      (text) => text === "",
    );
    await engine().send("order/placed", { after: "the restart" });
    await eventually(
      "the new run",
      () => trace.rows().count(),
      (n) => n >= 5,
    );
  });
});

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? "");

async function tabTo(page: Page, what: string, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (name.test((await focused(page)).trim())) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${what}.`);
}
