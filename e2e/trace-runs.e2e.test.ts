// The trace in use, on the started command with an app of the real SDK: a run watched live, a failure found, replayed, run again.
import { type Inngest, NonRetriableError } from "inngest";
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { useBrowser, type Visit, visit } from "./site.ts";
import { useEngine } from "./trace-engine.ts";
import { TracePage } from "./trace-page.ts";

useBrowser();

const child = (inngest: Inngest) =>
  inngest.createFunction({ id: "child", triggers: [] }, async ({ step }) => {
    await step.sleep("a-while", "1h");
    return "grown";
  });

const crm = { broken: true };

const engine = useEngine((inngest) => [
  inngest.createFunction({ id: "order", triggers: [{ event: "order/placed" }] }, async ({ event, step }) => {
    await step.run("check-stock", () => ({ left: 4 }));
    const paid = await step.waitForEvent("payment", { event: "order/paid", timeout: "1h", match: "data.order" });
    return step.run("ship", () => `parcel ${String(event.data["order"])}, paid ${String(paid?.data["cents"])}`);
  }),
  inngest.createFunction({ id: "sync-crm", triggers: [{ event: "crm/changed" }], retries: 0 }, async ({ step }) => {
    await step.run("load", () => 12);
    return step.run("push", () => {
      if (crm.broken) throw new NonRetriableError("CRM answered 503: maintenance until noon");
      return "pushed";
    });
  }),
  inngest.createFunction({ id: "parent", triggers: [{ event: "family/asked" }] }, async ({ step }) =>
    step.invoke("ask-the-child", { function: child(inngest), data: {} }),
  ),
  child(inngest),
  inngest.createFunction({ id: "greet", triggers: [{ event: "greet/asked" }] }, async ({ step }) =>
    step.run("greeting", (name: string) => `Hello ${name}.`, "Ada"),
  ),
]);

const open = async (path: string, options: Visit = {}): Promise<TracePage> =>
  new TracePage((await visit(engine().url + path, options)).page);

describe("a run", () => {
  it("is watched live, from its event to its end, without a reload", async () => {
    const trace = await open("/");
    await engine().send("order/placed", { order: "7" });
    await trace.untilRow(/waiting.*shop-order/s);
    await trace.row("shop-order").first().click();
    await trace.untilStatus("waiting");
    expect(await trace.facts("step.completed").count()).toBe(1);
    await engine().send("order/paid", { order: "7", cents: 4200 });
    await trace.untilStatus("completed");
    await eventually(
      "its last facts",
      () => trace.facts("run.completed").count(),
      (n) => n === 1,
    );
    await trace.page.getByText('"parcel 7, paid 4200"').first().waitFor();
    await trace.page.goBack();
    await trace.untilRow(/completed.*shop-order/s);
  });

  it("shows what it stores, what it got, and every attempt, each at an address of its own", async () => {
    const trace = await open("/");
    await engine().send("greet/asked", { from: "the journey" });
    await trace.untilRow(/completed.*shop-greet/s);
    await trace.row("shop-greet").first().click();
    await trace.page.getByRole("tab", { name: "Memo" }).click();
    await trace.page.getByText("greeting").first().waitFor();
    await trace.page.getByRole("tab", { name: "Attempts" }).click();
    await trace.page.getByRole("cell", { name: "recorded" }).waitFor();
    await trace.page.getByRole("tab", { name: "Wire" }).click();
    await trace.page.getByText("engine → app").first().waitFor();
    await trace.page.getByRole("tab", { name: "Input" }).click();
    await trace.page.reload();
    await trace.page.getByRole("tab", { name: "Input", selected: true }).waitFor();
    await trace.page.getByText('"the journey"').first().waitFor();
  });

  it("is run again from a step, with other arguments", async () => {
    const trace = await open("/");
    await engine().send("greet/asked");
    await trace.untilRow(/completed.*shop-greet/s);
    await trace.row("shop-greet").first().click();
    await trace.button("Rerun from a step").click();
    await trace.field("Arguments").fill('["Mira"');
    await trace.page.getByText(/^Line 1, column \d+/).waitFor();
    await trace.field("Arguments").fill('["Mira"]');
    await trace.button("Rerun from greeting").click();
    await trace.page.getByText('"Hello Mira."').first().waitFor();
    await trace.page.getByText(/A rerun from the step greeting/).waitFor();
  });

  it("leads to the run that it waits for, and that one back to it", async () => {
    const trace = await open("/");
    await engine().send("family/asked");
    await trace.untilRow(/waiting.*shop-parent/s);
    await trace.row("shop-parent").first().click();
    await trace.link(/^shop-child [0-9A-Z]{26}$/).click();
    await trace.untilStatus("sleeping");
    await trace.page.getByText(/^Invoked by run/).waitFor();
    await trace.link(/^run [0-9A-Z]{26}$/).click();
    await trace.heading("shop-parent").waitFor();
    await trace.untilStatus("waiting");
  });

  it("is cancelled by a second press, and says so", async () => {
    const trace = await open("/");
    await engine().send("order/placed", { order: "8" });
    await trace.untilRow(/waiting.*shop-order/s);
    await trace
      .row(/waiting/)
      .first()
      .click();
    await trace.button("Cancel").click();
    await trace.button("Press again to cancel").click();
    await trace.untilStatus("cancelled");
    expect(await trace.button("Cancel").count()).toBe(0);
  });
});

describe("a failed run", () => {
  it("is found by the text of its error, replayed once it is repaired, and seen to finish", async () => {
    crm.broken = true;
    const trace = await open("/");
    await engine().send("crm/changed");
    await trace.untilRow(/failed.*shop-sync-crm/s);
    await trace.page.keyboard.press("/");
    await trace.page.keyboard.type("maintenance until");
    await eventually(
      "the only row",
      () => trace.rows().count(),
      (n) => n === 1,
    );
    await trace.row("CRM answered 503").click();
    await trace.page.getByText("CRM answered 503: maintenance until noon").first().waitFor();
    crm.broken = false;
    await trace.link("shop-sync-crm").click();
    await trace.page.getByRole("tab", { name: "Replay failed runs" }).click();
    await trace.field("Text of the error").fill("maintenance until");
    await trace.button("Count them").click();
    await trace.page.getByText("1 failed run would be started again").waitFor();
    await trace.button("Replay 1").click();
    await trace.link("Watch them").click();
    await trace.untilRow(/completed.*rerun of crm\/changed/s);
  });
});

describe("a function", () => {
  it("is invoked with data that is typed, and its run is one press away", async () => {
    const trace = await open("/functions/shop-greet");
    await trace.field("Data of its event").fill('{"by": "hand"}');
    await trace.button("Invoke").click();
    await trace
      .link(/^shop-greet [0-9A-Z]{26}$/)
      .first()
      .click();
    await trace.untilStatus("completed");
  });

  it("has its unfinished runs counted, then those that match cancelled together", async () => {
    const trace = await open("/functions/shop-order?do=cancel", { mayComplain: /400 \(Bad Request\)/ });
    for (const order of ["a", "b", "c"]) await engine().send("order/placed", { order });
    await trace.page.getByRole("link", { name: /^waiting\s*3$/ }).waitFor();
    await trace.button("Count them").click();
    await trace.page.getByText("3 unfinished runs.").waitFor();
    await trace.field("Only if").fill("event.data.order ==");
    await trace.button("Count them").click();
    await trace.button("Cancel those of 3 that match").click();
    await trace.page.locator("#cancel-if-wrong").getByText(/\S/).waitFor();
    await trace.field("Only if").fill("event.data.order != 'b'");
    await trace.button("Count them").click();
    await trace.button("Cancel those of 3 that match").click();
    await trace.page.getByText("2 runs cancelled.").first().waitFor();
    await trace.page.getByRole("link", { name: /^waiting\s*1$/ }).waitFor();
  });

  it("that is paused starts nothing until it goes on", async () => {
    const trace = await open("/functions/shop-greet");
    await trace.button("Pause").click();
    await trace.button("Resume").waitFor();
    const eventId = await engine().send("greet/asked", { while: "paused" });
    await trace.page.goto(`${engine().url}/events/${eventId}`);
    await trace.page
      .getByText(/no new run|0 runs/)
      .first()
      .waitFor();
    await trace.page.goto(`${engine().url}/functions/shop-greet`);
    await trace.button("Resume").click();
    await trace.button("Pause").waitFor();
  });
});
