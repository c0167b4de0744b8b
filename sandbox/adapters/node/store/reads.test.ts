import { describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import type { RunQuery } from "../reads.ts";
import { openMemoryStore } from "./store.ts";
import { created, createLog, received, sent } from "./store.kit.ts";

const of = (runId: string, fn = "app-answer"): { runId: string; fn: string } => ({ runId, fn });
const started = (runId: string, fn?: string) => ({ type: "run.started", ...of(runId, fn) }) as const;
const completed = (runId: string, output: string | null, fn?: string) => ({ type: "run.completed", ...of(runId, fn), output }) as const;
const failed = (runId: string, message: string, fn?: string) =>
  ({ type: "run.failed", ...of(runId, fn), error: { name: "StripeError", message }, code: "retries-exhausted" }) as const;

async function storeWith(log: ReturnType<typeof createLog>): Promise<ReturnType<typeof openMemoryStore>> {
  const store = openMemoryStore();
  await store.append(log.facts);
  return store;
}

/** Five runs: r1 completed, r2 failed, r3 running, r4 queued, r5 of another function completed. */
async function five(): ReturnType<typeof storeWith> {
  const log = createLog();
  for (const i of [1, 2, 3, 4]) log.add(received(`e${i}`, "mail/received", { from: `café ${i}%_` }), created(`r${i}`, `e${i}`));
  log.add(received("e5", "mail/billed"), created("r5", "e5", "app-bill"));
  log.add(sent("r1", "c1"), started("r1"), completed("r1", "Refund APPROVED for café"));
  log.add(sent("r2", "c2"), started("r2"), failed("r2", "card was declined: 100% no\\yes"));
  log.add(sent("r3", "c3"), started("r3"), completed("r5", null, "app-bill"));
  return storeWith(log);
}

async function idsOf(query: RunQuery): Promise<unknown> {
  const store = await five();
  const { rows, total } = await store.reads.runs(query);
  store.close();
  return [rows.map((row) => row.runId).join(" "), total];
}

describe("a list of runs", () => {
  it("comes newest first, with its total", async () => {
    expect(await idsOf({})).toEqual(["r5 r4 r3 r2 r1", 5]);
    expect(await idsOf({ limit: 2 })).toEqual(["r5 r4", 5]);
  });

  it("is narrowed by function, status, time of creation and event, and by all of them together", async () => {
    expect(await idsOf({ fn: "app-answer" })).toEqual(["r4 r3 r2 r1", 4]);
    expect(await idsOf({ status: ["completed"] })).toEqual(["r5 r1", 2]);
    expect(await idsOf({ status: ["failed", "queued"] })).toEqual(["r4 r2", 2]);
    expect(await idsOf({ status: [] })).toEqual(["", 0]);
    expect(await idsOf({ fn: "app-answer", status: ["completed", "running"] })).toEqual(["r3 r1", 2]);
    expect(await idsOf({ since: 4000, until: 8000 })).toEqual(["r3 r2", 2]);
    expect(await idsOf({ eventId: "e2" })).toEqual(["r2", 1]);
    expect(await idsOf({ eventId: "e2", status: ["completed"] })).toEqual(["", 0]);
    expect(await idsOf({ fn: "nobody" })).toEqual(["", 0]);
  });

  it("is searched by part of an id, a function, an event's name, an output or an error, without regard to case", async () => {
    expect(await idsOf({ text: "R3" })).toEqual(["r3", 1]);
    expect(await idsOf({ text: "APP-bill" })).toEqual(["r5", 1]);
    expect(await idsOf({ text: "Mail/Received" })).toEqual(["r4 r3 r2 r1", 4]);
    expect(await idsOf({ text: "approved for CAFÉ" })).toEqual(["r1", 1]);
    expect(await idsOf({ text: "STRIPE" })).toEqual(["r2", 1]);
    expect(await idsOf({ text: "mail", status: ["running"], fn: "app-answer" })).toEqual(["r3", 1]);
    expect(await idsOf({ text: "mail", limit: 2 })).toEqual(["r5 r4", 5]);
  });

  it("takes a pattern's characters for themselves", async () => {
    expect(await idsOf({ text: "100% no\\yes" })).toEqual(["r2", 1]);
    expect(await idsOf({ text: "%" })).toEqual(["r2", 1]);
    expect(await idsOf({ text: "_" })).toEqual(["", 0]);
    expect(await idsOf({ text: "'); DROP TABLE runs; --" })).toEqual(["", 0]);
  });

  it("goes on where the page before ended, whatever has come since", async () => {
    const store = await five();
    for (const query of [{}, { text: "app" }, { fn: "app-answer" }, { since: 1 }] satisfies RunQuery[]) {
      const before = (await store.reads.runs(query)).rows.map((row) => row.runId);
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const page = await store.reads.runs({ ...query, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.rows.map((row) => row.runId));
        cursor = page.cursor;
        more = cursor !== undefined;
        const seq = (store.lastSeq?.() ?? 0) + 1;
        await store.append([{ ...created(`new${seq}`, "e1"), seq, t: 5000 } as Fact]);
      }
      expect(seen).toEqual(before);
    }
    store.close();
  });

  it("refuses a cursor that no page gave, and says what to do", async () => {
    const store = await five();
    await expect(store.reads.runs({ cursor: "1 OR 1" })).rejects.toMatchObject({ code: "bad-cursor" });
    await expect(store.reads.events({ cursor: "-3" })).rejects.toThrow("none for the first page");
    store.close();
  });
});

describe("one run", () => {
  it("shows what it came to, from its first fact to its last", async () => {
    const store = await five();
    expect(await store.reads.run("r2")).toEqual({
      runId: "r2",
      fn: "app-answer",
      status: "failed",
      cause: "event",
      eventIds: ["e2"],
      eventName: "mail/received",
      createdAt: 4000,
      startedAt: 15000,
      endedAt: 16000,
      steps: 0,
      error: { name: "StripeError", message: "card was declined: 100% no\\yes" },
    });
    expect(await store.reads.run("r5")).toMatchObject({ status: "completed", output: null });
    expect((await store.reads.runFacts("r2")).map((fact) => fact.type)).toEqual(["run.created", "call.sent", "run.started", "run.failed"]);
    expect([await store.reads.run("nobody"), await store.reads.runFacts("nobody")]).toEqual([undefined, []]);
    store.close();
  });
});

describe("a list of events", () => {
  const log = createLog();
  log.add(received("e1"), created("r1", "e1"), created("r2", "e1", "app-bill"));
  log.add(received("e2", "mail/receive", { note: "TYPO" }), {
    type: "event.unmatched",
    eventId: "e2",
    name: "mail/receive",
    suggestion: "mail/received",
  });
  log.add({ ...received("e3", "inngest/function.failed"), source: "engine" } as ReturnType<typeof received>, received("e4", "other"));
  log.add({ type: "event.unmatched", eventId: "e4", name: "other" });

  it("tells of each the runs that it started, or that nobody listened, and which name was perhaps meant", async () => {
    const store = await storeWith(log);
    const { rows, total } = await store.reads.events({});
    expect(rows.map(({ eventId, runs, unmatched }) => ({ eventId, runs, unmatched }))).toEqual([
      { eventId: "e4", runs: [], unmatched: {} },
      { eventId: "e2", runs: [], unmatched: { suggestion: "mail/received" } },
      {
        eventId: "e1",
        runs: [
          { runId: "r1", fn: "app-answer", status: "queued" },
          { runId: "r2", fn: "app-bill", status: "queued" },
        ],
        unmatched: undefined,
      },
    ]);
    expect([total, (await store.reads.event("e1"))?.receivedAt, await store.reads.event("nobody")]).toEqual([3, 1000, undefined]);
    store.close();
  });

  it("is narrowed by name, text and time, and shows the engine's own events when asked", async () => {
    const store = await storeWith(log);
    const ids = async (query: Parameters<typeof store.reads.events>[0]): Promise<unknown> => {
      const { rows, total } = await store.reads.events(query);
      return [rows.map((row) => row.eventId).join(" "), total];
    };
    expect(await ids({ internal: true })).toEqual(["e4 e3 e2 e1", 4]);
    expect(await ids({ name: "other" })).toEqual(["e4", 1]);
    expect(await ids({ text: "typo" })).toEqual(["e2", 1]);
    expect(await ids({ since: 2000, until: 7000 })).toEqual(["e2", 1]);
    store.close();
  });
});

describe("the list of functions", () => {
  it("is that of each app's last registration, with what is paused and how many runs stand where", async () => {
    const fn = (id: string) => ({ id, name: id, triggers: ["mail/received"], config: { id } });
    const log = createLog();
    log.add({ type: "app.registered", app: "app", url: "http://a/", sdk: "js:1", functions: [fn("app-old")] });
    log.add({ type: "app.registered", app: "app", url: "http://b/", sdk: "js:2", functions: [fn("app-answer"), fn("app-bill")] });
    log.add({ type: "function.paused", fn: "app-bill" }, { type: "function.paused", fn: "app-answer" });
    log.add({ type: "function.resumed", fn: "app-answer" }, received("e1"), created("r1", "e1"), received("e2"), created("r2", "e2"));
    log.add(completed("r1", "x"));
    const store = await storeWith(log);
    const rows = await store.reads.functions();
    expect(rows.map(({ id, url, paused, counts }) => ({ id, url, paused, counts }))).toEqual([
      { id: "app-answer", url: "http://b/", paused: false, counts: { completed: 1, queued: 1 } },
      { id: "app-bill", url: "http://b/", paused: true, counts: {} },
    ]);
    expect(await store.reads.apps()).toEqual([{ app: "app", url: "http://b/", sdk: "js:2", functions: 2 }]);
    store.close();
  });
});
