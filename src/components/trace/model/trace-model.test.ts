import { describe, expect, it } from "vitest";
import type { EventRow, FunctionRow, RunRow } from "../../../../sandbox/adapters/node/reads.ts";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { isMeant } from "./functions-model.ts";
import { NO_FILTER, toRun, toRuns } from "./routes.ts";
import { fakePorts, rest } from "./testing/fake-ports.ts";
import { createTrace } from "./trace-model.ts";

const T = 1_799_999_999_000;
const run = (runId: string, more: Partial<RunRow> = {}): RunRow => ({
  runId,
  fn: "shop-order",
  status: "running",
  cause: "event",
  eventIds: ["e1"],
  eventName: "order/placed",
  createdAt: T,
  steps: 0,
  ...more,
});
const event: EventRow = {
  eventId: "e1",
  name: "order/placed",
  data: { order: 1 },
  ts: T,
  id: "e1",
  user: {},
  receivedAt: T,
  source: "learner",
  runs: [],
};
const fn: FunctionRow = {
  id: "shop-order",
  name: "order",
  triggers: ["order/placed", "0 * * * *", "TZ=Europe/Paris 0 9 * * 1"],
  config: {},
  app: "shop",
  url: "http://localhost:3000/api/inngest",
  paused: false,
  counts: {},
};
const created = (seq: number, runId: string): Fact =>
  ({ seq, t: T, type: "run.created", runId, fn: "shop-order", cause: "event", eventIds: ["e1"], startAt: T, maxAttempts: 4 }) as Fact;

/** A place with these runs; what is answered can be changed. */
function place(address = "/", runs: RunRow[] = [run("r1")]) {
  const world = { runs, facts: [created(1, "r1")], refuses: undefined as string | undefined };
  const page = fakePorts((path, init) => {
    const [at = "", query = ""] = path.split("?");
    if (world.refuses !== undefined && init.method === "POST") return { status: 400, body: { error: world.refuses, status: 400 } };
    if (at === "/trace/runs") {
      const asked = new URLSearchParams(query).get("status")?.split(",");
      const rows = world.runs.filter((row) => asked === undefined || asked.includes(row.status));
      return { body: { rows, total: rows.length } };
    }
    const row = world.runs.find((each) => at === `/trace/runs/${each.runId}`);
    if (row !== undefined)
      return { body: { run: row, facts: world.facts.filter((fact) => "runId" in fact && fact.runId === row.runId), wire: [] } };
    if (at === "/trace/events/e1") return { body: event };
    if (at === "/trace/events") return { body: { rows: [event], total: 1 } };
    if (at === "/trace/functions") return { body: { functions: [fn], apps: [] } };
    if (at === "/trace/about") return { body: { version: "1", where: "memory", now: T, keys: false, lastSeq: 1 } };
    if (at === "/e/trace") return { body: { ids: ["e1"], status: 200 } };
    if (at.endsWith("/rerun")) return { body: { data: { runId: "r2" } } };
    return undefined;
  }, address);
  const trace = createTrace(page.ports);
  trace.wake();
  page.sources[0]?.tell("open");
  return { page, trace, world };
}

describe("the list of runs", () => {
  it("shows what the address asks for", async () => {
    const { page, trace } = place("/?status=failed,cancelled&text=card");
    await rest();
    expect(page.asked.map(decodeURIComponent)).toContain("GET /trace/runs?text=card&status=failed,cancelled&brief=true&limit=100");
    expect(trace.runs.list.rows.value).toEqual([]);
    trace.go(toRuns(NO_FILTER), "replace");
    await rest();
    expect(page.addresses).toEqual(["/"]);
    expect(trace.runs.list.rows.value.map((row) => row.runId)).toEqual(["r1"]);
  });

  it("follows the facts, asking once for many of them", async () => {
    const { page, trace, world } = place();
    await rest();
    await page.ring();
    world.runs = [run("r3"), run("r2"), run("r1", { status: "failed" })];
    const before = page.asked.length;
    for (const seq of [2, 3]) page.sources[0]?.tell("facts", [created(seq, `r${seq}`)]);
    await page.ring();
    expect(trace.runs.list.rows.value.map((row) => [row.runId, row.status])).toEqual([
      ["r3", "running"],
      ["r2", "running"],
      ["r1", "failed"],
    ]);
    expect(page.asked.slice(before).filter((asked) => asked.startsWith("GET /trace/runs")).length).toBe(1);
    expect(trace.said.value).toBe("2 new runs, 3 in all");
  });

  it("stands as it was when one comes back to it", async () => {
    const { trace } = place();
    await rest();
    trace.runs.scroll.value = 4400;
    trace.go(toRun("r1"));
    await rest();
    trace.go(toRuns());
    await rest();
    expect([trace.runs.scroll.value, trace.runs.list.rows.value.length]).toEqual([4400, 1]);
  });
});

describe("a run", () => {
  it("grows with every fact of its own, and of no other", async () => {
    const { page, trace } = place("/runs/r1");
    await rest();
    page.sources[0]?.tell("facts", [created(5, "r9"), { seq: 6, t: T, type: "run.started", runId: "r1", fn: "shop-order" }]);
    await page.ring();
    expect(trace.run.value?.facts.value.map((fact) => fact.seq)).toEqual([1, 6]);
  });

  it("says that its status has changed", async () => {
    const { page, trace, world } = place("/runs/r1");
    await rest();
    world.runs = [run("r1", { status: "completed" })];
    page.sources[0]?.tell("facts", [{ seq: 6, t: T, type: "run.completed", runId: "r1", fn: "shop-order", output: 1 }]);
    await page.ring();
    expect(trace.said.value).toBe("The run is completed.");
  });

  it("that nobody knows is missing, and not merely late", async () => {
    const { trace } = place("/runs/nobody");
    await rest();
    expect(trace.run.value?.state.value).toBe("missing");
  });

  it("is started again by a press, and a refusal is told in the server's words", async () => {
    const { trace, world } = place("/runs/r1");
    await rest();
    expect(await trace.run.value?.rerun.press()).toBe("r2");
    world.refuses = "fromStep needs a stepId";
    expect(await trace.run.value?.rerun.press({ stepId: "" })).toBeUndefined();
    expect(trace.run.value?.rerun.problem.value).toBe("fromStep needs a stepId");
  });
});

describe("what is not on show", () => {
  it("asks for nothing while facts come in, and is brought up to date when one comes to it", async () => {
    const { page, trace, world } = place("/");
    await rest();
    await page.ring();
    trace.go(toRun("r1"));
    await rest();
    await page.ring();
    const before = page.asked.length;
    world.runs = [run("r2"), run("r1")];
    page.sources[0]?.tell("facts", [created(2, "r2")]);
    await page.ring();
    expect(page.asked.slice(before)).toEqual([]);
    trace.go(toRuns());
    await page.ring();
    expect(trace.runs.list.rows.value.map((row) => row.runId)).toEqual(["r2", "r1"]);
  });
});

describe("sending", () => {
  it("suggests the names that functions wait for, and no cron", async () => {
    const { trace } = place("/send");
    await rest();
    expect(trace.send.suggestions.value).toEqual(["order/placed"]);
  });

  it("keeps what is typed when the server refuses it, and over a reload", async () => {
    const { page, trace, world } = place("/send?name=order/placed");
    await rest();
    world.refuses = "The event is larger than 3 MiB.";
    trace.send.data.value = '{"order": 7}';
    trace.send.keep();
    expect(await trace.send.send.press({ name: "order/placed", data: trace.send.data.value, id: "" })).toBeUndefined();
    expect(trace.send.send.problem.value).toBe("The event is larger than 3 MiB.");
    expect([trace.send.data.value, page.kept.get("send.data")]).toEqual(['{"order": 7}', '{"order": 7}']);
  });

  it("again fills the form with what was sent before", async () => {
    const { trace } = place("/send?from=e1");
    await rest();
    expect([trace.send.name.value, JSON.parse(trace.send.data.value)]).toEqual(["order/placed", { order: 1 }]);
  });

  it("shows what came of the event", async () => {
    const { trace } = place("/send");
    await rest();
    await trace.send.send.press({ name: "order/placed", data: "{}", id: "" });
    expect(trace.send.sent.value?.event.value?.name).toBe("order/placed");
  });
});

describe("connected again", () => {
  it("asks anew for what is on show", async () => {
    const { page, trace, world } = place("/runs/r1");
    await rest();
    page.sources[0]?.tell("error");
    expect(trace.stream.state.value).toBe("lost");
    world.runs = [run("r1", { status: "completed" })];
    await page.ring();
    page.sources[1]?.tell("open");
    await rest();
    expect(trace.run.value?.run.value?.status).toBe("completed");
  });
});

describe("a replay", () => {
  it("means runs that ended in the window with the text in their error, as the engine chooses them", () => {
    const failed = run("r", { status: "failed", endedAt: 100, error: { name: "Error", message: "Card declined", stack: "at pay.ts:3" } });
    const any = { since: undefined, until: undefined, error: "" };
    expect(isMeant(failed, any)).toBe(true);
    expect(isMeant(failed, { ...any, error: "pay.ts" })).toBe(true);
    expect(isMeant(failed, { ...any, error: "card declined" })).toBe(false);
    expect([isMeant(failed, { ...any, since: 100 }), isMeant(failed, { ...any, since: 101 })]).toEqual([true, false]);
    expect([isMeant(failed, { ...any, until: 100 }), isMeant(failed, { ...any, until: 101 })]).toEqual([false, true]);
  });
});
