// Whatever an agent sends as arguments, a tool answers: with a result, or with words on what was wrong. Never with a defect of its own.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { closeKits, openKit } from "../http/http.kit.ts";
import { createMcp } from "./mcp.ts";

afterEach(closeKits);

type Reply = {
  readonly error?: object;
  readonly result?: { readonly isError?: boolean; readonly content: readonly { readonly text: string }[] };
};
type Listed = {
  readonly result: { readonly tools: readonly { readonly name: string; readonly inputSchema: { readonly properties?: object } }[] };
};
type Ask = (method: string, params?: object) => Promise<unknown>;

const odd = fc.oneof(
  fc.string({ maxLength: 60, unit: "binary" }),
  fc.constantFrom("", "../x", "__proto__", "(a+", "\u0000", "%", "'\"; --"),
);
/** Values that a tool may take, so that more than the shapes is met. */
const likely: { readonly [name: string]: fc.Arbitrary<unknown> } = {
  name: fc.oneof(odd, fc.constantFrom("order/paid", "order/nap", "inngest/x")),
  data: fc.jsonValue({ maxDepth: 2 }),
  user: fc.dictionary(odd, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
  eventIdSeed: fc.oneof(odd, fc.constant("1795182027843,BwcHBwcHBwcHBw==")),
  functionId: fc.oneof(odd, fc.constantFrom("shop-pay", "pay", "Pay", "shop-nap", "shop-broken")),
  appId: fc.oneof(odd, fc.constant("shop")),
  runIds: fc.array(odd, { minLength: 1, maxLength: 3 }),
  fromStep: fc.record({ stepId: odd, input: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 2 }) }, { requiredKeys: ["stepId"] }),
  status: fc.subarray(["queued", "running", "sleeping", "waiting", "retrying", "completed", "failed", "cancelled"]),
  from: fc.oneof(odd, fc.double(), fc.constant("2026-11-20T09:00:00Z")),
  until: fc.oneof(odd, fc.integer(), fc.constant("2026-11-20T09:00:00Z")),
  limit: fc.oneof(fc.constantFrom(1, 10, 200), fc.integer()),
  timeout: fc.constant(0),
  pollInterval: fc.nat(),
  includeOutput: fc.boolean(),
};
const anything = fc.jsonValue({ maxDepth: 2 });

function argumentsOf(keys: readonly string[]): fc.Arbitrary<object> {
  const shape = Object.fromEntries(
    keys.map((key) => [key, fc.oneof({ weight: 9, arbitrary: likely[key] ?? odd }, { weight: 1, arbitrary: anything })]),
  );
  return fc.oneof(fc.record(shape), fc.record(shape, { requiredKeys: [] }), fc.dictionary(odd, anything, { maxKeys: 2 }));
}

async function openSession(): Promise<Ask> {
  const kit = await openKit();
  const mcp = createMcp(kit.place, [{ path: "a/b", title: "", description: "", text: "text" }]);
  const headers = new Headers({ "content-type": "application/json", accept: "application/json, text/event-stream" });
  let session: string | null = null;
  const ask = async (method: string, params?: object): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await mcp(new Request("http://localhost:8288/mcp", { method: "POST", headers, body }));
    expect(response.status).toBe(200);
    session ??= response.headers.get("mcp-session-id");
    if (session !== null) headers.set("mcp-session-id", session);
    return response.json();
  };
  await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "fuzz", version: "1" } });
  return ask;
}

describe("any arguments of any tool", () => {
  it("are answered, and never by a mistake of the tool's own", async () => {
    const ask = await openSession();
    const { tools } = ((await ask("tools/list")) as Listed).result;
    const call = fc
      .constantFrom(...tools)
      .chain(({ name, inputSchema }) => fc.tuple(fc.constant(name), argumentsOf(Object.keys(inputSchema.properties ?? {}))));
    let answered = 0;
    const property = fc.asyncProperty(call, async ([name, given]) => {
      const { error, result } = (await ask("tools/call", { name, arguments: given })) as Reply;
      const text = result?.content[0]?.text ?? "";
      if (error !== undefined || text === "" || text.includes('"code":"internal"')) throw new Error(JSON.stringify(error ?? result));
      if (result?.isError !== true) answered += 1;
    });
    await fc.assert(property, { numRuns: process.env["LONG"] ? 5000 : 300 });
    // Not all of it was refused at the door.
    expect(answered).toBeGreaterThan(50);
  });
});
