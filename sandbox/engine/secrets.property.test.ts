// A key that a step gives for a request is in no fact, no snapshot and no trace, wherever it stands and whatever comes back.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import type { Json } from "../log/json.ts";
import { opWithSecret, type SecretWay } from "../protocol/secret-op.kit.ts";
import type { Snapshot } from "./ports/event-store.ts";
import { createEngine } from "./engine.ts";

const RUNS = { numRuns: process.env["LONG"] === "1" ? 1000 : 40 };
const key = fc.stringMatching(/^sk-[A-Za-z0-9+/=%"_ .-]{12,30}[A-Za-z0-9]$/);
type Echo = "answers" | "refuses" | "dies" | "is-no-json" | "in-headers";

async function everythingWritten(way: SecretWay, echo: Echo, secret: string): Promise<string> {
  const clock = createManualClock(1_800_000_000_000);
  const inner = createMemoryEventStore();
  const snapshots: Snapshot[] = [];
  const store = { ...inner, saveSnapshot: (snapshot: Snapshot) => (snapshots.push(snapshot), inner.saveSnapshot(snapshot)) };
  const sdk = { "x-inngest-sdk": "test" };
  const send = (_: string, { body }: { readonly body: string }) => {
    const { steps } = JSON.parse(body) as { readonly steps: Record<string, Json> };
    const done = steps["h"] !== undefined;
    return Promise.resolve({ status: done ? 200 : 206, headers: sdk, body: JSON.stringify(done ? "done" : [opWithSecret(way, secret)]) });
  };
  const fetch = (asked: unknown) => {
    if (echo === "dies") return Promise.reject(new Error(`refused: ${JSON.stringify(asked)} ${secret}`));
    const text = `you sent ${secret} as ${JSON.stringify(secret)} and ${encodeURIComponent(secret)}`;
    const body = echo === "is-no-json" ? text : JSON.stringify({ error: { message: text }, [text]: secret });
    const headers = echo === "in-headers" ? { "x-echo": text } : {};
    return Promise.resolve({
      status: echo === "refuses" ? 401 : 200,
      headers,
      body,
      url: `https://ai.test/?key=${encodeURIComponent(secret)}`,
    });
  };
  const engine = await createEngine(
    { clock, store, entropy: createSeededEntropy("s"), transport: { send }, gateway: { fetch } },
    { snapshotEvery: 1 },
  );
  const runtime = { type: "http", url: "http://app.test/api" };
  const functions = [{ id: "app-f", name: "f", triggers: [{ event: "a" }], steps: { step: { runtime, retries: { attempts: 1 } } } }];
  const post = (path: string, body: Json) => engine.handle({ method: "POST", path, headers: {}, body: JSON.stringify(body) });
  await post("/fn/register", { url: "http://app.test/api", appName: "app", functions });
  await post("/e/k", { name: "a" });
  for (let due: number | undefined = clock.now(); due !== undefined; due = engine.nextDue()) {
    clock.set(Math.max(due, clock.now()));
    await engine.settle();
  }
  return JSON.stringify([await engine.facts(), snapshots]);
}

describe("a key of a request", () => {
  it("is written nowhere, in none of the forms in which it may come back", async () => {
    const ways = fc.constantFrom<SecretWay>("auth_key", "authorization", "x-api-key", "query", "user");
    const echoes = fc.constantFrom<Echo>("answers", "refuses", "dies", "is-no-json", "in-headers");
    await fc.assert(
      fc.asyncProperty(ways, echoes, key, async (way, echo, secret) => {
        const written = await everythingWritten(way, echo, secret);
        expect(written).toContain("gateway.started");
        for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) expect(written).not.toContain(form);
      }),
      RUNS,
    );
  });
});
