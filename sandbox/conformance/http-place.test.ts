// The Node place as a whole: the started command on one side, the unmodified SDK behind three of its HTTP adapters on the other.
// The same table as everywhere, over real HTTP and in real time, on a file as readers run it; what needs days, and the store in memory,
// are left to the places whose time is virtual.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fact, FactOf } from "../log/facts.ts";
import type { Json } from "../log/json.ts";
import { factsOf, startApp, type StartedApp, type StartedEngine, startEngine } from "./http-place.ts";
import { MODES, type Row, TABLE } from "./table.ts";

/** Rows that take their time in moments. */
const QUICK: readonly Row[] = [
  { name: "quick-nap", calls: [2, 4], output: ["before", "after"], printed: ["after", "before"] },
  { name: "quick-retry", calls: [3, 4], output: ["ok", "later"], printed: ["later", "later", "ok"] },
  { name: "overlap", calls: [4, 4], output: [null, null], printed: ["left begins", "left ends", "right begins", "right ends"] },
];
/** A sleep of three days, and a wait that the app itself asks for. */
const TOO_LONG = ["nap", "rty2"];
const ROWS = [...TABLE.filter(({ name }) => !TOO_LONG.includes(name)), ...QUICK];

const ADAPTERS = ["node", "express", "hono"];

const folder = mkdtempSync(join(tmpdir(), "http-place-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(MODES)("the command on SQLite, with $mode", ({ checkpointing }) => {
  let engine: StartedEngine;
  let app: StartedApp;

  beforeAll(async () => {
    const storage = join(folder, `engine-${checkpointing}.db`);
    engine = await startEngine([
      "--storage",
      storage,
      "--no-poll",
      "--retry-interval",
      "0.05",
      ...(checkpointing ? [] : ["--no-checkpointing"]),
    ]);
    app = await startApp(engine.url);
  });
  afterAll(async () => {
    await app?.stop();
    await engine?.stop();
  });

  describe.each(ADAPTERS)("and an app behind the SDK's adapter for %s", (adapter) => {
    let runs: ReadonlyMap<string, readonly string[]>;
    beforeAll(async () => {
      const url = app.urls[adapter] ?? "";
      const added = await engine.ask("POST", "/trace/apps", { url });
      expect(added.body).toMatchObject({ state: "registered" });
      const before = engine.log.length;
      await Promise.all(ROWS.map(({ name }) => engine.send(name)));
      await engine.until((log) => ROWS.every(({ name }) => completed(log.slice(before), name) !== undefined));
      runs = new Map(ROWS.map(({ name }) => [name, factsOf(engine.log.slice(before), "run.created", name).map(({ runId }) => runId)]));
    });

    it.each(ROWS)("a run of $name takes the reference's number of calls, and each step runs as often as it must", async (row) => {
      const [runId = "", ...others] = runs.get(row.name) ?? [];
      expect(others).toEqual([]);
      const ofRun = (log: readonly Fact[]): readonly Fact[] => log.filter((fact) => "runId" in fact && fact.runId === runId);
      expect(completed(ofRun(engine.log), row.name)?.output).toEqual(row.output);
      expect(factsOf(ofRun(engine.log), "call.sent")).toHaveLength(row.calls[checkpointing ? 0 : 1]);
      expect([...(await app.printed([runId]))].sort()).toEqual(row.printed);
    });
  });

  wireLaws(
    () => engine,
    () => app,
    checkpointing,
  );
});

function completed(log: readonly Fact[], name: string): FactOf<"run.completed"> | undefined {
  return factsOf(log, "run.completed", name).at(-1);
}

function wireLaws(engine: () => StartedEngine, app: () => StartedApp, checkpointing: boolean): void {
  /** The run that this event starts, once it has come so far. */
  async function runOf(name: string, claim: (ofRun: readonly Fact[]) => boolean, data: Json = {}, meanwhile?: () => Promise<unknown>) {
    const before = engine().log.length;
    await engine().send(name, data);
    const runId = async (): Promise<string> => {
      await engine().until((log) => factsOf(log.slice(before), "run.created", name).length > 0);
      return factsOf(engine().log.slice(before), "run.created", name)[0]?.runId ?? "";
    };
    const id = await runId();
    await meanwhile?.();
    const facts = (): readonly Fact[] => engine().log.filter((fact) => "runId" in fact && fact.runId === id);
    await engine().until(() => claim(facts()));
    return { runId: id, facts: facts(), printed: await app().printed([id]) };
  }
  const has = (type: Fact["type"]) => (facts: readonly Fact[]) => facts.some((fact) => fact.type === type);
  const outputOf = (facts: readonly Fact[]): Json | undefined => factsOf(facts, "run.completed")[0]?.output;

  it("wakes a run by the event that it waits for, and by the end of its patience", async () => {
    const waiting = (count: number) => () => engine().until((log) => factsOf(log, "wait.registered", "quick-waits").length >= count);
    const { facts } = await runOf("quick-waits", has("run.completed"), { key: "k" }, async () => {
      await waiting(1)();
      await engine().send("quick-waits/hit", { key: "other", answer: "wrong" });
      await engine().send("quick-waits/hit", { key: "k", answer: "right" });
    });
    expect(outputOf(facts)).toEqual({ before: "before", hit: "right", missed: null, key: "k" });
    expect(factsOf(facts, "call.sent")).toHaveLength(checkpointing ? 3 : 4);
  });

  it("ends a run failed after its attempts, and onFailure runs once", async () => {
    const { facts, runId, printed } = await runOf("rty", has("run.failed"));
    expect(factsOf(facts, "call.sent")).toHaveLength(4);
    expect(printed).toEqual(["never", "never", "never"]);
    await engine().until((log) => factsOf(log, "run.completed", "rty-failure").length > 0);
    expect(factsOf(engine().log, "run.created", "rty-failure")).toHaveLength(1);
    expect((await engine().ask("GET", `/v1/runs/${runId}`)).body).toMatchObject({ data: { status: "Failed" } });
  });

  it("does not retry what can never succeed, and lets the function catch it", async () => {
    const { facts, printed } = await runOf("final", has("run.completed"));
    expect(outputOf(facts)).toBe("caught: not again");
    expect(printed).toEqual(["never"]);
  });

  it("runs thirty steps side by side, each once", async () => {
    const { facts, printed } = await runOf("many", has("run.completed"));
    expect(outputOf(facts)).toBe(30);
    expect(new Set(printed).size).toBe(30);
    expect(printed).toHaveLength(30);
  });

  it("tells an invoking run how the other one failed", async () => {
    const { facts } = await runOf("asks-broken", has("run.completed"));
    expect(outputOf(facts)).toContain("the child is broken");
  });

  it("answers a signal with the run that waited for it", async () => {
    const registered = () => engine().until((log) => factsOf(log, "signal.registered", "signaled").length > 0);
    const { facts, runId } = await runOf("signaled", has("run.completed"), {}, async () => {
      await registered();
      const answer = await engine().ask("POST", "/v1/signals", { signal: "go/ahead", data: { by: "hand" } });
      expect(answer.status).toBe(200);
    });
    expect(outputOf(facts)).toEqual({ signal: "go/ahead", data: { by: "hand" } });
    expect(runId).not.toBe("");
  });

  it("ends a run at its next step boundary when somebody cancels it, and when its event says so (L10)", async () => {
    const asleep = (count: number) => () => engine().until((log) => factsOf(log, "sleep.started", "stoppable").length >= count);
    const byEvent = await runOf("stoppable", has("run.cancelled"), { id: 1 }, async () => {
      await asleep(1)();
      await engine().send("stop", { id: 1 });
    });
    const byHand = await runOf("stoppable", has("run.cancelled"), { id: 2 }, async () => {
      await asleep(2)();
      const runId = factsOf(engine().log, "sleep.started", "stoppable").at(-1)?.runId ?? "";
      expect((await engine().ask("POST", `/v2/runs/${runId}/cancel`, {})).status).toBe(200);
    });
    expect([...byEvent.printed, ...byHand.printed]).toEqual([]);
  });

  it("starts one run for an event that is sent twice with one id (L8)", async () => {
    const before = engine().log.length;
    await engine().send("one-step", {}, { id: `order-${checkpointing}` });
    await engine().send("one-step", {}, { id: `order-${checkpointing}` });
    await engine().until((log) => factsOf(log.slice(before), "event.deduped").length > 0);
    expect(factsOf(engine().log.slice(before), "run.created", "one-step")).toHaveLength(1);
  });

  it("keeps a memo state that is too large for a call, and hands it to the SDK on demand", async () => {
    const { facts } = await runOf("large", has("run.completed"));
    expect(outputOf(facts)).toBe("c");
  });

  it("asks others for a step, and shows nobody the keys of the request", async () => {
    const { facts, runId } = await runOf("quick-fetch", has("run.completed"), { url: `${engine().url}/health` });
    expect(outputOf(facts)).toMatchObject({ status: 200, text: expect.stringContaining("OK") as unknown });
    const { body } = await engine().ask("GET", `/trace/runs/${runId}`);
    expect(JSON.stringify(body)).not.toContain("KEY-IN-HEADER");
  });

  it("takes a registration that the app posts by itself", async () => {
    const url = app().urls["hono"] ?? "";
    await fetch(url, { method: "PUT" });
    const { body } = await engine().ask("GET", "/trace/functions");
    expect((body as { readonly apps: Json }).apps).toContainEqual(
      expect.objectContaining({ url: url.replace("127.0.0.1", "localhost"), state: "registered" }),
    );
  });
}
