// A key that a step gives for a request is never on the Wire tab: in no form, wherever the op stands, and whatever repeats it later.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../log/json.ts";
import { opWithSecret, type SecretWay } from "../../protocol/secret-op.kit.ts";
import { createWireLog } from "./wire-log.ts";

const RUNS = { numRuns: process.env["LONG"] === "1" ? 2000 : 200 };
const key = fc.stringMatching(/^sk-[A-Za-z0-9+/=%"_ .\\-]{12,30}[A-Za-z0-9]$/);
type Way = SecretWay | "input";
const ways = fc.constantFrom<Way>("auth_key", "authorization", "x-api-key", "query", "user", "input");
type Where = "reply" | "one op" | "checkpoint" | "stream";
const places = fc.constantFrom<Where>("reply", "one op", "checkpoint", "stream");

function opFor(way: Way, secret: string): Json {
  if (way !== "input") return opWithSecret(way, secret);
  // `step.ai.wrap` tells the engine what it was called with (protocol.md 2.4).
  return { id: "h", userland: { id: "ask" }, op: "StepPlanned", opts: { input: [{ apiKey: secret, model: "m" }] } };
}

function shown(way: Way, where: Where, secret: string): string {
  const wire = createWireLog();
  const op = opFor(way, secret);
  const text = JSON.stringify(where === "one op" ? op : where === "checkpoint" ? { run_id: "R", steps: [op] } : [op]);
  const repeated = JSON.stringify({ data: `it was ${secret}`, inner: JSON.stringify({ secret }), url: encodeURIComponent(secret) });
  const known = way !== "input";
  const request = (path: string, body = "") => ({ method: "POST" as const, path, headers: {}, body });
  // It may have been seen before anything said that it is a key, and again afterwards.
  if (known) wire.begin(0, "app-to-engine", request("/e/some-key", repeated));
  const body = where === "stream" ? JSON.stringify({ status: 206, headers: {}, body: text }) : text;
  if (where === "checkpoint") wire.begin(1, "app-to-engine", request("/v1/checkpoint/R/async", body));
  else wire.begin(1, "engine-to-app", request("/api/inngest"))({ status: where === "stream" ? 201 : 206, headers: {}, body });
  if (known) wire.begin(2, "engine-to-app", request("/api/inngest", repeated))({ status: 200, headers: {}, body: repeated });
  return JSON.stringify(wire.entries());
}

describe("a key on the wire", () => {
  it("is shown nowhere, in none of the forms in which it may come back", () => {
    fc.assert(
      fc.property(ways, places, key, (way, where, secret) => {
        const written = shown(way, where, secret);
        expect(written).toContain("ask");
        const inJson = JSON.stringify(secret).slice(1, -1);
        for (const form of [secret, encodeURIComponent(secret), inJson, JSON.stringify(inJson).slice(1, -1)])
          expect(written).not.toContain(form);
      }),
      RUNS,
    );
  });
});
