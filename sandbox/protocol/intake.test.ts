// What comes in over HTTP besides replies: events, registrations, checkpoints.
import { describe, expect, it } from "vitest";
import { checkpointRun, checkpointRunGone, checkpointStale, checkpointStored, decodeCheckpoint } from "./checkpoint.ts";
import { decodeEvents, decodeIdSeed, encodeEventsReply, seededEventId } from "./events.ts";
import type { WireRequest } from "./http.ts";
import { decodeInBand, decodeRegister, encodeRegisterReply, encodeSync, matchesEventName } from "./register.ts";

const events = (body: unknown) => decodeEvents(typeof body === "string" ? body : JSON.stringify(body));
const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): WireRequest => ({
  method: "POST",
  path,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("an event body", () => {
  it("is one event or an array of them", () => {
    expect(events({ name: "a" })).toEqual({ events: [{ name: "a", data: {}, user: {} }] });
    expect(events([{ name: "a", data: { n: 1 }, id: "7", ts: 1_795_182_027_843, v: "1" }])).toEqual({
      events: [{ name: "a", data: { n: 1 }, user: {}, id: "7", ts: 1_795_182_027_843, v: "1" }],
    });
  });
  it("may be empty", () => expect([events(""), events([])]).toEqual([{ events: [] }, { events: [] }]));
  it("loses what only the engine may say", () =>
    expect(events({ name: "a", data: { _inngest: { fn_id: "x" }, n: 1 } }).events[0]?.data).toEqual({ n: 1 }));
  it("is taken in up to the first bad event", () =>
    expect(events([{ name: "a" }, { name: "b" }, { data: {} }, { name: "d" }])).toMatchObject({
      events: [{ name: "a" }, { name: "b" }],
      error: "event name is empty",
    }));
  it("that is no event is refused in the server's words", () => {
    const words = "Request body must contain an event object or an array of event objects";
    expect([events('"str"'), events("12"), events("null"), events([1])].map((decoded) => decoded.error)).toEqual([
      words,
      words,
      words,
      words,
    ]);
    expect(events('{"name":').error).toBe("unexpected end of JSON input");
  });
  it("may not use the engine's own names, in any case", () =>
    expect(events({ name: "Inngest/function.failed" }).error).toBe("event name is reserved for internal use: Inngest/function.failed"));
  it("is refused when a field has the wrong type", () =>
    expect(
      [
        { name: 7 },
        { name: "a", data: [] },
        { name: "a", user: 1 },
        { name: "a", id: 7 },
        { name: "a", ts: 1.5 },
        { name: "a", ts: "now" },
        { name: "a", ts: 7 },
      ].map((event) => events(event).error),
    ).toEqual([
      "event name must be a string",
      "event data must be an object",
      "event user must be an object",
      "event id must be a string",
      "event ts must be a whole number of milliseconds",
      "event ts must be a whole number of milliseconds",
      "event ts must be between 1980 and 2100",
    ]));
  it("is refused when one event is larger than 3 MiB", () =>
    expect(events({ name: "a", data: { text: "x".repeat(3 * 1024 * 1024) } }).error).toMatch(
      /^Event is over the max size: Max 3145728 bytes/,
    ));
  it("of more than 5000 events has its first 5000 taken in", () => {
    const decoded = events(Array.from({ length: 5001 }, () => ({ name: "a" })));
    expect([decoded.events.length, decoded.error]).toEqual([5000, "Too many events: at most 5000 in one request"]);
  });
});

describe("the reply to an event body", () => {
  it("lists the internal ids", () =>
    expect(encodeEventsReply(["01A"])).toMatchObject({ status: 200, body: '{"ids":["01A"],"status":200}' }));
  it("has one empty id when there is none", () =>
    expect(encodeEventsReply([], "no")).toMatchObject({ status: 400, body: '{"ids":[""],"status":400,"error":"no"}' }));
});

describe("an event-id seed", () => {
  const seed = decodeIdSeed("1795182027843,6TMDwg1iEAw5DQ==");
  it("gives each event of the array an id of its own, and the same ones again", () => {
    if (seed === undefined) throw new Error("no seed");
    expect(new Set([0, 1, 2].map((i) => seededEventId(seed, i))).size).toBe(3);
    expect(seededEventId(seed, 0)).toMatch(/^01M7WJZS23/); // cspell:disable-line
  });
  it("of another shape is ignored", () =>
    expect([decodeIdSeed(undefined), decodeIdSeed("x,y"), decodeIdSeed("12,AAAA")]).toEqual([undefined, undefined, undefined]));
});

const URL = "http://app.test/api/inngest";
const fn = (more: object = {}, step: object = {}) => ({
  id: "a-f",
  name: "F",
  triggers: [{ event: "x" }],
  steps: { step: { id: "step", name: "step", runtime: { type: "http", url: `${URL}?fnId=a-f&stepId=step` }, ...step } },
  ...more,
});
const register = (body: object, headers = {}) => decodeRegister(post("/fn/register", body, headers));
const withFn = (more: object, step: object = {}) => register({ appName: "a", url: URL, functions: [fn(more, step)] });

describe("a registration", () => {
  it("gives the app's functions, each with the URL to call", () =>
    expect(register({ appName: "a", url: URL, sdk: "js:v4.24.0", functions: [fn()] })).toMatchObject({
      ok: true,
      registration: {
        app: "a",
        url: URL,
        sdk: "js:v4.24.0",
        functions: [{ id: "a-f", name: "F", retries: 4, url: URL, triggers: [{ type: "event", event: "x" }] }],
      },
    }));
  it("may spell the app's name as Python does, with nulls for what it leaves out", () =>
    expect(register({ appname: "a", url: URL, functions: [fn({ cancel: null, concurrency: null, debounce: null })] })).toMatchObject({
      ok: true,
      registration: { app: "a" },
    }));
  it("clips retries to 20", () =>
    expect(withFn({}, { retries: { attempts: 50 } })).toMatchObject({ registration: { functions: [{ retries: 20 }] } }));
  it("keeps flow control as it came", () =>
    expect(withFn({ throttle: { limit: 2, period: "5s" } })).toMatchObject({
      registration: { functions: [{ config: { throttle: { limit: 2, period: "5s" } } }] },
    }));
  it("reads crons and trigger expressions", () =>
    expect(withFn({ triggers: [{ cron: "0 9 * * 1" }, { event: "x", expression: "event.data.n > 1" }] })).toMatchObject({
      registration: {
        functions: [
          {
            triggers: [
              { type: "cron", cron: "0 9 * * 1" },
              { type: "event", event: "x", expression: "event.data.n > 1" },
            ],
          },
        ],
      },
    }));
  it("without a name is refused in the server's words", () =>
    expect(register({ functions: [] })).toMatchObject({
      ok: false,
      reply: { status: 400, body: '{"error":"App ID required","data":null,"status":400}' },
    }));
  it.each([
    ["js:v3.21.9", true],
    ["js:v3.22.0", false],
    ["inngest-js:v3.53.1", false],
    ["js:v3.53.2", true],
    ["js:v4.24.0", true],
    ["py:v3.30.0", true],
  ])("of an SDK that the server turns away is refused by its version: %s", (sdk, taken) => {
    const body = JSON.stringify({ appName: "app", sdk, functions: [] });
    const decoded = decodeRegister({ method: "POST", path: "/fn/register", headers: {}, body });
    expect(decoded.ok).toBe(taken);
    if (!decoded.ok) expect(JSON.parse(decoded.reply.body)).toMatchObject({ code: "sdk_version_denied", status: 400 });
  });
  it("for another kind of server is refused", () =>
    expect(register({ appName: "a" }, { "x-inngest-expected-server-kind": "cloud" })).toMatchObject({
      ok: false,
      reply: { body: '{"error":"Expected server kind dev, got cloud"}' },
    }));
  it("that is not JSON is refused", () =>
    expect(decodeRegister(post("/fn/register", "{"))).toMatchObject({ ok: false, reply: { status: 400 } }));
  it("with an invalid function is refused, and says which and why", () => {
    const why = (decoded: ReturnType<typeof register>) => (decoded.ok ? "accepted" : decoded.why);
    const many = (n: number, item: object) => Array.from({ length: n }, () => item);
    expect(why(withFn({ name: "" }))).toBe("functions[0].name: a non-empty string is needed");
    expect(why(withFn({ steps: {} }))).toBe("functions[0].steps: exactly one step is needed");
    expect(why(withFn({}, { runtime: {} }))).toMatch(/url: a non-empty string is needed$/);
    expect(why(withFn({}, { runtime: { url: "ftp://x" } }))).toMatch(/url: http or https is needed$/);
    expect(why(withFn({ triggers: [{ event: "x" }, { event: "x" }] }))).toMatch(/a trigger is given twice$/);
    expect(why(withFn({ triggers: Array.from({ length: 11 }, (_, i) => ({ event: `x${i}` })) }))).toMatch(/at most 10 triggers$/);
    expect(why(withFn({ triggers: [{ event: "x".repeat(256) }] }))).toMatch(/at most 255 characters$/);
    expect(why(withFn({ cancel: many(6, { event: "c" }) }))).toMatch(/cancel: at most 5 entries$/);
    expect(why(withFn({ concurrency: many(3, { limit: 1 }) }))).toMatch(/concurrency: at most 2 entries$/);
  });
  it("names its fields in any letter case; of two that differ in case only the last one counts (protocol-more.md M5.4)", () => {
    const odd = { Triggers: [{ Event: "x" }], RateLimit: { Limit: 1, PERIOD: "1h" }, Singleton: { mode: "Skip" }, NAME: "a", Name: "b" };
    const decoded = withFn({ ...odd, triggers: undefined, name: undefined });
    expect(decoded).toMatchObject({
      registration: {
        functions: [{ name: "b", triggers: [{ event: "x" }], config: { rateLimit: { limit: 1, period: "1h" }, singleton: {} } }],
      },
    });
  });
  it("may spread a cron's calls by 1 s to 5 min, and by nothing else", () => {
    const jittered = (jitter: string) => withFn({ triggers: [{ cron: "0 9 * * 1", jitter }] });
    expect(jittered("30s")).toMatchObject({
      registration: { functions: [{ triggers: [{ type: "cron", cron: "0 9 * * 1", jitterMs: 30_000 }] }] },
    });
    expect([jittered("999ms"), jittered("6m"), jittered("soon")].map((decoded) => decoded.ok)).toEqual([false, false, false]);
  });
  it("in band is the reply to a PUT", () => {
    const body = JSON.stringify({ app_id: "a", url: URL, sdk: "js:v4.24.0", functions: [fn()] });
    expect(decodeInBand({ status: 200, headers: {}, body })).toMatchObject({ ok: true, registration: { app: "a" } });
    expect(decodeInBand({ status: 500, headers: {}, body: "" })).toMatchObject({
      ok: false,
      why: "The app answered the registration request with HTTP 500.",
    });
  });
  it("is answered with ids that depend on the app's name alone", () =>
    expect(encodeRegisterReply("a", true)).toEqual(encodeRegisterReply("a", true)));
  it("is asked for by PUT, in band by a header with an underscore", () => {
    expect(encodeSync(URL, "/api/inngest", "in-band")).toMatchObject({
      method: "PUT",
      headers: { "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: URL }),
    });
    expect(encodeSync(URL, "/api/inngest", "out-of-band").headers).not.toHaveProperty("x-inngest-sync-kind");
  });
});

describe("an event's name", () => {
  it("fires a trigger of the same name, or a wildcard above it at any depth", () => {
    expect(matchesEventName("g/a", "g/a")).toBe(true);
    expect(matchesEventName("g/*", "g/a/b")).toBe(true);
    expect([matchesEventName("g/a", "g/a/b"), matchesEventName("g/*", "h/a")]).toEqual([false, false]);
  });
});

describe("a checkpoint", () => {
  const path = "/v1/checkpoint/R1/async";
  const ids = { run_id: "R1", fn_id: "F", qi_id: "Q", request_id: "C1", generation_id: 2 };
  const decode = (steps: readonly object[]) => decodeCheckpoint(post(path, { ...ids, steps }));
  const stepRun = { op: "StepRun", id: "h", userland: { id: "s" }, data: 1, promise: {}, rawArgs: ["s", null] };

  it("names its run by either path", () =>
    expect([checkpointRun(path), checkpointRun("/v1/http/runs/R1/async"), checkpointRun("/v1/checkpoint")]).toEqual([
      "R1",
      "R1",
      undefined,
    ]));
  it("gives the call that reports and the steps it has finished", () =>
    expect(decode([stepRun])).toEqual({
      ok: true,
      checkpoint: {
        runId: "R1",
        callId: "C1",
        generation: 2,
        fnId: "F",
        qiId: "Q",
        ops: [{ type: "run", stepId: "s", hashedId: "h", data: 1, kind: "run" }],
      },
    }));
  it("may say nothing that matters here", () => expect(decode([{ op: "None" }])).toMatchObject({ ok: true, checkpoint: { ops: [] } }));
  it("of what ends a run or fails a step is refused", () =>
    expect(decode([{ op: "RunComplete", id: "c" }])).toMatchObject({
      ok: false,
      why: "steps: cannot checkpoint opcode complete",
      reply: { status: 400 },
    }));
  it("of a sleep, a wait or an invoke is refused", () =>
    expect([
      decode([{ op: "Sleep", id: "h", name: "1s" }]),
      decode([{ op: "AIGateway", id: "h", opts: { url: "https://ai.test" } }]),
    ]).toMatchObject([{ why: "steps: cannot checkpoint async steps" }, { why: "steps: cannot checkpoint async steps" }]));
  it("that is not JSON is refused", () => expect(decodeCheckpoint(post(path, "{"))).toMatchObject({ ok: false, reply: { status: 400 } }));
  it("that is too large is refused with 413", () =>
    expect(decode([{ ...stepRun, data: "x".repeat(8 * 1024 * 1024) }])).toMatchObject({ ok: false, reply: { status: 413 } }));
  it("is answered by whether its run and its call still stand", () =>
    expect([checkpointStored().status, checkpointRunGone("R1").status, checkpointStale("R1").status]).toEqual([200, 400, 409]));
});
