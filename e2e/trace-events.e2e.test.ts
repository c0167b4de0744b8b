// Events in the trace: sent by hand, matching nothing, refused, sent again.
import { describe, expect, it } from "vitest";
import { useBrowser, type Visit, visit } from "./site.ts";
import { useEngine } from "./trace-engine.ts";
import { TracePage } from "./trace-page.ts";

useBrowser();

const engine = useEngine((inngest) => [
  inngest.createFunction({ id: "order", triggers: [{ event: "order/placed" }] }, async ({ step }) => step.run("ship", () => "shipped")),
]);

const open = async (path: string, options: Visit = {}): Promise<TracePage> =>
  new TracePage((await visit(engine().url + path, options)).page);

describe("an event sent by hand", () => {
  it("that matches nothing says so, names what was perhaps meant, and sends that instead", async () => {
    const trace = await open("/send");
    await trace.field("Name").fill("order/place");
    await trace.page.getByText("No function waits for this name.").waitFor();
    await trace.field("Data").fill('{"order": 1}');
    await trace.button("Send").click();
    await trace.page.getByText("0 runs: did you mean order/placed?").waitFor();
    await trace.link("Send order/placed instead").click();
    expect(await trace.field("Name").inputValue()).toBe("order/placed");
    expect(await trace.field("Data").inputValue()).toBe('{"order": 1}');
    await trace.button("Send").click();
    await trace.link(/^shop-order [0-9A-Z]{26}$/).click();
    await trace.untilStatus("completed");
    await trace.page.goto(`${engine().url}/events`);
    await trace.untilRow("0 runs: did you mean order/placed?");
    await trace.untilRow(/order\/placed.*1 run/s);
  });

  it("with data that is not JSON cannot be sent, and says where it stops being JSON", async () => {
    const trace = await open("/send?name=order/placed");
    await trace.field("Data").fill('{\n  "order": x\n}');
    await trace.page.getByText(/^Line 2, column \d+/).waitFor();
    expect(await trace.button("Send").getAttribute("aria-disabled")).toBe("true");
    await trace.field("Data").fill("[1]");
    await trace.page.getByText("This must be an object").waitFor();
  });

  it("that the engine refuses stays as it was typed, also over a reload", async () => {
    const trace = await open("/send", { mayComplain: /400 \(Bad Request\)/ });
    await trace.field("Name").fill("inngest/mine");
    await trace.field("Data").fill('{"kept": true}');
    await trace.button("Send").click();
    await trace.page.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor();
    await trace.page.reload();
    expect([await trace.field("Name").inputValue(), await trace.field("Data").inputValue()]).toEqual(["inngest/mine", '{"kept": true}']);
  });

  it("is sent again with the same data", async () => {
    const eventId = await engine().send("order/placed", { order: 9 });
    const trace = await open(`/events/${eventId}`);
    await trace.link("Send again").click();
    await trace.page.getByText("As in a function's triggers.").waitFor();
    await expect.poll(async () => JSON.parse(await trace.field("Data").inputValue()) as unknown).toEqual({ order: 9 });
  });
});
