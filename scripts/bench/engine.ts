// `npm run bench:engine`: what a step costs the engine, and whether that grows with the length of a run or of the log.
// The first three measure the pure core, one checkpoint for each step and a crowd behind limits; the last is the unmodified SDK,
// the engine and the store together.
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { createSeededEntropy } from "../../sandbox/adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../../sandbox/adapters/memory/event-store.ts";
import { createManualClock } from "../../sandbox/adapters/memory/manual-clock.ts";
import { Given } from "../../sandbox/conformance/model/given.ts";
import { nextDue } from "../../sandbox/engine/core/flow-start.ts";
import { createEngine, type Engine } from "../../sandbox/engine/engine.ts";
import type { EngineFact, FactOf } from "../../sandbox/log/facts.ts";
import type { WireRequest, WireResponse } from "../../sandbox/protocol/http.ts";
import { type Figure, median, report } from "./figures.ts";

const ROUNDS = process.env["LONG"] ? 7 : 3;
const A_DAY = 86_400_000;

/** Median milliseconds of some rounds, the first one thrown away. */
async function time(measure: () => number | Promise<number>): Promise<number> {
  await measure();
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) values.push(await measure());
  return median(values);
}

/** Microseconds for each step, over runs of this many steps. */
function perStep(steps: number): number {
  const runs = Math.ceil(2000 / steps);
  const given = new Given({ id: "f" });
  const from = performance.now();
  for (let run = 0; run < runs; run += 1) {
    given.event("a");
    const call = given.open().at(-1) ?? given.call();
    for (let step = 0; step < steps; step += 1) given.checkpoint([`s${step}`], call);
    given.returns(1, call);
    forget(given);
  }
  return ((performance.now() - from) * 1000) / (runs * steps);
}

/** Microseconds for each run of one call, once this many have finished. */
function perRunAfter(finished: number): number {
  const given = new Given({ id: "f", flow: { concurrency: [{ limit: 5, key: "event.data.n" }] } });
  const pass = (count: number): void => {
    for (let run = 0; run < count; run += 1) {
      given.event("a", { n: run % 7 });
      given.returns(1);
      forget(given);
    }
  };
  pass(finished);
  const from = performance.now();
  pass(1000);
  return ((performance.now() - from) / 1000) * 1000;
}

/**
 * Microseconds of processor time for each run, when this many wait at once: 20 calls at a time, 2 of a user's, 500 users or one
 * for each run, a start every second, and calls of about 20, so that slots and throttle close in turn.
 */
function perRunOf(waiting: number, users: number): number {
  const given = new Given({
    id: "f",
    flow: { concurrency: [{ limit: 20 }, { limit: 2, key: "event.data.user" }], throttle: { limit: 1, period: "1s" } },
  });
  const calls: FactOf<"call.sent">[] = [];
  let ended = 0;
  const see = (facts: readonly EngineFact[]): void => {
    for (const fact of facts) if (fact.type === "call.sent") calls.push(fact);
    for (const fact of facts) if (fact.type === "run.completed") ended += 1;
    forget(given);
  };
  const from = process.cpuUsage().user;
  for (let run = 0; run < waiting; run += 1) see(given.event("a", { user: run % users }));
  for (let first = 0; ended < waiting;) {
    const call = calls[first];
    const end = call === undefined ? Infinity : call.t + 10_000 + ((first * 7919) % 20_000);
    const due = nextDue(given.state, given.now) ?? Infinity;
    if (call !== undefined && end <= due) {
      given.now = Math.max(given.now, end);
      first += 1;
      see(given.returns(1, call));
    } else see(given.wait(Math.max(0, due - given.now)));
  }
  return (process.cpuUsage().user - from) / waiting;
}

// The bench's own memory of the past is not the engine's: it must not grow.
function forget(given: Given): void {
  given.facts.length = 0;
  given.commands.length = 0;
}

type Handler = (request: Request) => Promise<Response>;

/** Milliseconds for 500 runs of 3 steps under two limits, from the first event to the last end, in virtual time. */
async function fiveHundredRuns(): Promise<number> {
  const state: { engine?: Engine; handler?: Handler } = {};
  const clock = createManualClock(Date.UTC(2026, 10, 20, 9));
  const fetchEngine = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    toResponse((await state.engine?.handle(await toWire(new Request(input, init)), "function")) ?? { status: 503, headers: {}, body: "" });
  const inngest = new Inngest({ id: "bench", isDev: true, baseUrl: "http://engine.test", fetch: fetchEngine });
  const work = inngest.createFunction(
    {
      id: "work",
      triggers: { event: "work" },
      concurrency: [{ limit: 10 }, { limit: 2, key: "event.data.user" }],
      throttle: { limit: 50, period: "1s" },
    },
    async ({ step }) => {
      for (const name of ["one", "two", "three"]) await step.run(name, () => name);
    },
  );
  state.handler = serve({ client: inngest, functions: [work] }) as Handler;
  const engine = await createEngine({
    clock,
    entropy: createSeededEntropy("bench"),
    store: createMemoryEventStore(),
    transport: {
      send: async (_url, request) => fromResponse((await state.handler?.(toRequest(request))) ?? new Response("", { status: 503 })),
    },
  });
  state.engine = engine;
  const registered = await engine.sync("http://app.test/api/inngest");
  if (registered.status !== 200) throw new Error(`The function did not register: ${registered.body}`);
  const from = performance.now();
  const events = Array.from({ length: 500 }, (_, n) => ({ name: "work", data: { user: n % 50 } }));
  await engine.handle({ method: "POST", path: "/e/key", headers: {}, body: JSON.stringify(events) });
  await engine.settle();
  for (let due = engine.nextDue(); due !== undefined && due <= clock.now() + A_DAY; due = engine.nextDue()) {
    clock.set(Math.max(due, clock.now()));
    await engine.settle();
  }
  const ms = performance.now() - from;
  const ends = (await engine.facts()).filter((fact) => fact.type === "run.completed").length;
  if (ends !== 500) throw new Error(`${ends} of 500 runs came to their end.`);
  engine.stop();
  return ms;
}

function toRequest({ method, path, headers, body }: WireRequest): Request {
  return new Request(`http://app.test${path}`, {
    method,
    headers: { ...headers, host: "app.test" },
    ...(method === "GET" ? {} : { body }),
  });
}

async function toWire(request: Request): Promise<WireRequest> {
  const { pathname, search } = new URL(request.url);
  const method = request.method as WireRequest["method"];
  return { method, path: pathname + search, headers: Object.fromEntries(request.headers), body: await request.text() };
}

async function fromResponse(response: Response): Promise<WireResponse> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

const toResponse = ({ status, headers, body }: WireResponse): Response => new Response(body, { status, headers });

const [short, long] = [await time(() => perStep(10)), await time(() => perStep(999))];
const [young, old] = [await time(() => perRunAfter(10)), await time(() => perRunAfter(100_000))];
const crowd = async (waiting: number, users = waiting): Promise<number> => time(() => perRunOf(waiting, users));
const [few, many] = [await crowd(5000, 500), await crowd(20_000, 500)];
const [fewKeys, manyKeys] = [await crowd(5000), await crowd(20_000)];
const figures: readonly Figure[] = [
  { name: "a step in a run of 10 steps", value: short, unit: "µs" },
  { name: "a step in a run of 999 steps", value: long, unit: "µs" },
  { name: "the second against the first", value: long / short, unit: "times", atMost: 2 },
  { name: "a run after 10 finished runs", value: young, unit: "µs" },
  { name: "a run after 100,000 finished runs", value: old, unit: "µs" },
  { name: "the second against the first, over runs", value: old / young, unit: "times", atMost: 2 },
  { name: "a run among 5,000 that wait behind limits, 500 users", value: few, unit: "µs" },
  { name: "a run among 20,000 that wait behind limits, 500 users", value: many, unit: "µs" },
  { name: "the second against the first, of those who wait", value: many / few, unit: "times", atMost: 1.5 },
  { name: "the same with a user for each run", value: manyKeys / fewKeys, unit: "times", atMost: 1.5 },
  { name: "500 runs of 3 steps under limits, with SDK and store", value: await time(fiveHundredRuns), unit: "ms", atMost: 4000 },
];
report("engine", figures);
