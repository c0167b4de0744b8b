// Webhooks in the memory place: a transform makes the event, in a world of its own; what it does wrong is told with its line.
import { afterEach, describe, expect, it } from "vitest";
import { openKit, twoSteps, type Kit } from "./lab.kit.ts";

const transform = `function transform(evt, headers, query, raw) {
  console.log("a", raw.length);
  return {
    id: evt.id,
    name: "demo/" + evt.type,
    data: { kind: headers["x-kind"], page: query.page },
  };
}`;
const saved = { id: "evt_1", type: "work" };
const opened: Kit[] = [];
afterEach(async () => {
  for (const { session } of opened.splice(0)) await session.dispose();
});

async function open(files: { readonly [file: string]: string } = { "stripe.js": transform }): Promise<Kit> {
  const kit = await openKit(twoSteps);
  opened.push(kit);
  await kit.session.transforms(files);
  return kit;
}
const post = (kit: Kit, body: string) => kit.session.webhook("stripe", { headers: { "X-Kind": "refund" }, query: { page: "1 & 2" }, body });

describe("a webhook of a lab", () => {
  it("makes an event by its transform, which starts a run; the event's id keeps it single (L8)", async () => {
    const kit = await open();
    expect(await post(kit, JSON.stringify(saved))).toMatchObject({ status: 200 });
    await post(kit, JSON.stringify(saved));
    await kit.settle();
    expect(await kit.all("event.received")).toMatchObject([
      { name: "demo/work", source: "webhook", data: { kind: "refund", page: "1 & 2" } },
      { name: "demo/work" },
    ]);
    expect(await kit.all("run.completed")).toHaveLength(1);
    expect((await kit.all("console"))[0]).toMatchObject({ text: "a 28", place: { file: "stripe.js", line: 2 } });
  });

  it("of an event that nobody listens to says which was meant", async () => {
    const kit = await open();
    await post(kit, JSON.stringify({ ...saved, type: "works" }));
    expect(await kit.all("event.unmatched")).toMatchObject([{ name: "demo/works", suggestion: "demo/work" }]);
  });

  it("is served while the host is down, since its transform is not the app's", async () => {
    const kit = await open();
    await kit.run();
    await kit.session.host.kill();
    expect(await post(kit, JSON.stringify(saved))).toMatchObject({ status: 200 });
  });

  it("goes on with its transforms after a reload (L11)", async () => {
    const before = await open();
    await before.session.dispose();
    const kit = await openKit(twoSteps, { store: before.store });
    opened.push(kit);
    expect(await post(kit, JSON.stringify(saved))).toMatchObject({ status: 200 });
  });

  const mistakes: readonly { readonly what: string; readonly text: string; readonly why: string }[] = [
    { what: "throws", text: "function transform(evt) {\n  return evt.a.b;\n}", why: "stripe.js:2 TypeError" },
    { what: "does not parse", text: "function transform(evt) {\n  return = evt;\n}", why: "stripe.js:2:" },
    { what: "has no function of that name", text: "const change = 1;", why: 'There is no function "transform"' },
    {
      what: "fetches",
      text: 'function transform() {\n\n  fetch("https://chat.world/");\n}',
      why: "stripe.js:3 TypeError: A transform has no fetch()",
    },
    { what: "returns a promise", text: "async function transform() {}", why: "returns a promise" },
    { what: "returns nothing", text: "function transform() {}", why: "returns nothing" },
    { what: "imports", text: 'import "inngest";\nfunction transform() {}', why: 'Cannot import "inngest"' },
  ];
  it.each(mistakes)("whose transform $what is rejected with the place, and takes nothing in", async ({ text, why }) => {
    const kit = await open({ "stripe.js": text });
    const answer = await post(kit, "{}");
    expect(answer.status).toBe(400);
    expect(await kit.all("webhook.rejected")).toMatchObject([{ webhook: "stripe", why: expect.stringContaining(why) }]);
    expect(await kit.all("event.received")).toEqual([]);
  });

  it("that has no transform is not found", async () => {
    const kit = await open({});
    expect((await post(kit, "{}")).status).toBe(404);
  });
});
