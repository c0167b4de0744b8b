// The read model against two oracles: the same rows made from the whole log, and the engine's own state.
// The logs are those of the engine's model: any program, faults, flow control, and crashes between any two actions.
import * as fc from "fast-check";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { scenarios } from "../../../conformance/model/arbitrary.ts";
import { Drive, type Scenario } from "../../../conformance/model/drive.ts";
import { flows, traffic, type Arrival } from "../../../conformance/model/flow.ts";
import { fold } from "../../../engine/core/fold.ts";
import { createState, type EngineState, type Run } from "../../../engine/core/state.ts";
import type { Fact } from "../../../log/facts.ts";
import { isEngineFact } from "../../../log/families.ts";
import type { NodeStore } from "../ports.ts";
import type { RunStatus } from "../reads.ts";
import { openMemoryStore, openSqliteStore } from "./store.ts";
import { createLog, freshFile, tablesOf } from "./store.kit.ts";
import { rebuildReadModel } from "./upkeep.ts";

const LONG = process.env["LONG"] === "1";
const RUNS = { numRuns: LONG ? 1000 : 25 };
const TIMEOUT = LONG ? 1_200_000 : 60_000;

const limited = fc.record({ scenario: scenarios, flow: flows }).map(({ scenario, flow }): Scenario => ({ ...scenario, flow }));
const crashes = fc.array(fc.option(fc.constantFrom("crash" as const, "pause" as const), { nil: undefined, freq: 4 }), { maxLength: 20 });

async function play(
  scenario: Scenario,
  arrivals: readonly Arrival[],
  planned: readonly ("crash" | "pause" | undefined)[],
  store: NodeStore,
): Promise<void> {
  const drive = new Drive(scenario, { after: (action) => planned[action], store });
  await drive.start();
  for (const { user, p, actions, ms, and } of arrivals) {
    await drive.send("model/start", { key: "k", user, p });
    await drive.pass(actions, ms);
    if (and === "stop") await drive.send("model/stop", { user });
  }
  await drive.finish();
}

/** What a run is doing, as the engine itself knows it. */
function statusIn(run: Run, state: EngineState): RunStatus {
  const jobs = [...run.jobs.values()];
  if (run.calls.size > 0) return "running";
  if (jobs.some((job) => job.held !== undefined) || (!run.started && jobs.some((job) => job.at > state.at))) return "queued";
  if (jobs.some((job) => job.because === "retry")) return "retrying";
  const open = [...run.pending.values()].map((pending) => pending.type);
  if (open.some((type) => type === "wait" || type === "invoke" || type === "signal")) return "waiting";
  return open.includes("sleep") ? "sleeping" : "running";
}

/** Asks the read model and the engine's fold about every unfinished run after each batch; differences go to `found`. */
function compared(store: NodeStore, found: unknown[]): NodeStore {
  const state = createState();
  return {
    ...store,
    async append(facts) {
      await store.append(facts);
      for (const fact of facts) if (isEngineFact(fact)) fold(state, fact);
      const told = await Promise.all([...state.runs.keys()].map((runId) => store.reads.run(runId)));
      for (const [i, run] of [...state.runs.values()].entries()) {
        const [status, known] = [told[i]?.status, statusIn(run, state)];
        if (status !== known) found.push({ runId: run.runId, status, known, after: facts });
      }
    },
  };
}

describe("the read model", () => {
  it("tells of every unfinished run what the engine itself knows of it", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(limited, traffic, crashes, async (scenario, arrivals, planned) => {
      const store = openMemoryStore();
      const found: unknown[] = [];
      await play(scenario, arrivals, planned, compared(store, found));
      expect(found).toEqual([]);
      expect(store.lastSeq?.()).toBeGreaterThan(1);
      store.close();
    });
    await fc.assert(property, RUNS);
  });

  it("is the same made fact by fact, over any number of openings, as made from the whole log", { timeout: TIMEOUT }, async () => {
    const property = fc.asyncProperty(
      limited,
      traffic,
      crashes,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
      async (scenario, arrivals, planned, parts) => {
        const source = openMemoryStore();
        await play(scenario, arrivals, planned, source);
        const whole = await source.read(1);
        source.close();
        const file = freshFile();
        for (let at = 0, part = 0; at < whole.length; part += 1) {
          const size = parts[part % parts.length] ?? 1;
          const store = await openSqliteStore(file);
          await store.append(whole.slice(at, at + size));
          store.close();
          at += size;
        }
        const db = new DatabaseSync(file);
        const grown = tablesOf(db);
        rebuildReadModel(db);
        expect(grown).toEqual(tablesOf(db));
        db.close();
      },
    );
    await fc.assert(property, { numRuns: LONG ? 100 : 8 });
  });

  it("keeps up with more unfinished runs than it has at hand", async () => {
    const store = openMemoryStore();
    const log = createLog();
    const many = 4500;
    for (let i = 0; i < many; i += 1)
      log.add(
        { type: "event.received", eventId: `e${i}`, name: "a", data: {}, ts: 0, id: `e${i}`, user: {}, source: "learner" },
        { type: "run.created", runId: `r${i}`, fn: "app-f", cause: "event", eventIds: [`e${i}`], startAt: 0, maxAttempts: 1 },
      );
    await store.append(log.facts);
    const ends = Array.from({ length: many }, (_, i) => ({ type: "run.completed", runId: `r${i}`, fn: "app-f", output: i }) as const);
    await store.append(log.add(...ends) as readonly Fact[]);
    const { total, rows } = await store.reads.runs({ status: ["completed"], limit: 1 });
    expect([total, rows[0]?.output]).toEqual([many, many - 1]);
    expect((await store.reads.runs({ status: ["queued"] })).total).toBe(0);
    store.close();
  });
});
