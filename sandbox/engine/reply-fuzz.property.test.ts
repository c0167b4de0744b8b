// Replies as no SDK writes them: wrong JSON, wrong types, missing headers, cut off, huge, contradictory. The engine never breaks;
// the log says of each what was wrong, once. LONG=1 tries thousands.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Given, planned, typesOf } from "../conformance/model/given.ts";
import type { EngineFact } from "../log/facts.ts";
import { writeSnapshot, readSnapshot } from "./core/snapshot.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 5000 : 150 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

const END_OF_RUN = "0737c22d3bfae812339732d14d8c7dbd6dc4e09c";
const OPCODES = [
  ...["None", "Step", "StepRun", "StepError", "StepFailed", "StepPlanned", "Sleep", "WaitForEvent", "WaitForSignal", "InvokeFunction"],
  ...["AIGateway", "Gateway", "RunComplete", "SyncRunComplete", "DiscoveryRequest", "DeferAdd", "DeferAbort", "Teleport", ""],
];
const junk = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e300, "", "3s", "2026-11-20T09:00:00Z", "a", "__proto__", "\ud800", "f", "x/y"),
  fc.jsonValue({ maxDepth: 2 }),
);
const opts = fc.record(
  {
    ...{ timeout: junk, if: junk, event: junk, duration: junk, signal: junk, conflict: junk, function_id: junk, payload: junk },
    ...{
      fn_slug: fc.oneof(junk, fc.constant("f")),
      input: junk,
      meta: junk,
      target_hashed_id: fc.oneof(junk, fc.constantFrom("#p", "h1")),
    },
    ...{
      url: fc.oneof(junk, fc.constant("https://x.test/?key=abcd")),
      method: junk,
      headers: junk,
      body: junk,
      auth_key: junk,
      type: junk,
      parallelMode: junk,
    },
  },
  { requiredKeys: [] },
);
const op = fc.record(
  {
    op: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...OPCODES) }, { weight: 1, arbitrary: junk }),
    // Few ids, so that one reply says different things about one step.
    id: fc.oneof({ weight: 6, arbitrary: fc.constantFrom("#p", "#q", "h1", "h2", END_OF_RUN) }, { weight: 1, arbitrary: junk }),
    ...{ name: junk, displayName: junk, userland: fc.oneof(fc.record({ id: junk, index: junk }), junk) },
    ...{ opts: fc.oneof({ weight: 5, arbitrary: opts }, { weight: 1, arbitrary: junk }), data: junk, error: junk },
  },
  { requiredKeys: ["op", "id"] },
);
const text = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(fc.oneof({ weight: 9, arbitrary: op }, { weight: 1, arbitrary: junk }), { maxLength: 6 })
      .map((ops) => JSON.stringify(ops)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.array(op, { minLength: 1, maxLength: 3 }), fc.nat(200)).map(([ops, at]) => JSON.stringify(ops).slice(0, at)),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "<html>", "[", "null", '{"status":206,"headers":{},"body":"[]"}', '{"status":"206"}', "[[[["),
  },
  { weight: 1, arbitrary: fc.string() },
);
const response = fc.record({
  status: fc.constantFrom(200, 201, 204, 206, 206, 206, 302, 400, 404, 500, 504, 0, 999),
  body: text,
  headers: fc
    .record(
      {
        "x-inngest-sdk": fc.constantFrom("js:test", ""),
        "x-inngest-req-version": fc.constantFrom("1", "2", "7", "x"),
        "x-inngest-no-retry": fc.constantFrom("true", "false", "maybe"),
        "retry-after": fc.oneof(fc.constantFrom("2", "-1", "NaN", "9999999", "2026-99-99T00:00:00Z"), fc.string()),
      },
      { requiredKeys: [] },
    )
    .map((headers): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    ),
});

/** Facts that say how an answer was understood: the first fact of every answer to an open call. */
const VERDICTS = new Set(["call.answered", "call.failed"]);

function answerAll(given: Given, responses: readonly { status: number; body: string; headers: Readonly<Record<string, string>> }[]): void {
  for (const reply of responses) {
    const [call] = given.open();
    if (call === undefined) return;
    const facts = given.answer(reply, call);
    expect(facts.filter((fact) => VERDICTS.has(fact.type) && "callId" in fact && fact.callId === call.callId)).toHaveLength(1);
    expect(problems(facts).length).toBeLessThanOrEqual(1);
    if (facts.some((fact) => fact.type === "call.failed" && fact.kind === "bad-answer")) expect(problems(facts).join()).not.toBe("");
    given.wait(7_300_000);
  }
}

/** What a broken answer leaves: one sentence. */
const problems = (facts: readonly EngineFact[]): readonly string[] =>
  facts.flatMap((fact) =>
    fact.type === "protocol.violated"
      ? [fact.what]
      : fact.type === "run.failed" && fact.code === "output-too-large"
        ? [fact.error.message]
        : [],
  );

describe("an answer of any kind", () => {
  it("never breaks the engine, and leaves one fact that says how it was understood", { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(fc.array(response, { minLength: 1, maxLength: 8 }), (responses) => {
        const given = new Given({ id: "f", on: "a", retries: 3 });
        given.event("a");
        given.ops([planned("p"), planned("q")]);
        answerAll(given, responses);
        const written = writeSnapshot(given.state, 1);
        expect(writeSnapshot(readSnapshot(written) ?? given.state, 1)).toEqual(written);
      }),
      RUNS,
    );
  });

  it("leaves the engine able to run the next event to its end", { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(fc.array(response, { minLength: 1, maxLength: 4 }), (responses) => {
        const given = new Given({ id: "f", on: "a", retries: 1 });
        given.event("a");
        answerAll(given, responses);
        given.event("a");
        expect(typesOf(given.returns("fine"))).toContain("run.completed");
      }),
      RUNS,
    );
  });

  it("whose step has an id that fits in no URL breaks the protocol", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a");
    given.ops([{ id: "\ud800", op: "StepPlanned" }]);
    expect(given.last("protocol.violated").what).toBe("body[0].id: well-formed text is needed");
  });

  it("that is larger than 8 MB ends the run with the server's words", () => {
    const given = new Given({ id: "f", on: "a" });
    given.event("a");
    given.ops([{ id: "h", op: "StepRun", data: "x".repeat(8 * 1024 * 1024) }]);
    expect(given.last("run.failed").error.message).toBe("output_too_large: Your function's response body exceeds the maximum size limit");
  });
});
