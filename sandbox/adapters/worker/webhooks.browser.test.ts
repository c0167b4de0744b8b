// Webhooks in the worker place: a transform runs in the iframe sandbox, in a worker of its own, and whatever it does ends there.
import { afterEach, describe, expect, test } from "vitest";
import { ofType, until } from "../../session/log.kit.ts";
import { createLabs, setupWith } from "./lab.kit.ts";

const labs = createLabs();
afterEach(labs.closeAll);

const open = async (text: string) => {
  const { session } = await labs.open(setupWith(`  return step.run("hello", () => "hi");`, { transforms: { "shop.js": text } }));
  return session;
};
const good = `function transform(evt, headers, query, raw) {
  return { name: evt.type, data: { raw, kind: headers["x-kind"], q: query.q } };
}`;

describe("a webhook's transform in the iframe sandbox", () => {
  test("makes an event that starts a run", async () => {
    const session = await open(good);
    const body = '{"type":"go"}';
    expect(await session.webhook("shop", { headers: { "X-Kind": "k" }, query: { q: "1" }, body })).toMatchObject({ status: 200 });
    const facts = await until(session, "run.completed");
    expect(ofType(facts, "event.received")).toMatchObject([{ name: "go", source: "webhook", data: { raw: body, kind: "k", q: "1" } }]);
  });

  test("is edited while the lab runs, and its editing outlives the engine", async () => {
    const session = await open("function transform() {\n  null.name;\n}");
    expect(await session.webhook("shop", { body: "{}" })).toMatchObject({
      status: 400,
      body: expect.stringContaining("shop.js:2 TypeError"),
    });
    await session.transforms({ "shop.js": good });
    await session.engine.restart();
    expect(await session.webhook("shop", { body: '{"type":"go"}' })).toMatchObject({ status: 200 });
  });

  test("that runs for ever is stopped, and the host goes on", async () => {
    const session = await open("function transform() { for (;;); }");
    await session.host.start();
    expect(await session.webhook("shop", { body: "{}" })).toMatchObject({ status: 400, body: expect.stringContaining("ran on and on") });
    expect(await session.place()).toMatchObject({ host: "up", contained: false });
    await session.send({ name: "go", data: {} });
    await until(session, "run.completed");
  });

  test("reaches no network and no storage, not by the platform's own ways either", async () => {
    const session = await open(`function transform() {
  const found = [];
  try {
    const ask = new XMLHttpRequest();
    ask.open("GET", "https://example.com/", false);
    ask.send();
    found.push("network");
  } catch {}
  try {
    indexedDB.open("x");
    found.push("storage");
  } catch {}
  return { name: "go", data: { found } };
}`);
    expect(await session.webhook("shop", { body: "{}" })).toMatchObject({ status: 200 });
    expect(ofType(await session.facts(), "event.received")).toMatchObject([{ data: { found: [] } }]);
  });
});
