// Help for the tests of the store: folders that go away, and logs that an engine would write.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import type { Fact } from "../../../log/facts.ts";

/** A file in a folder of its own, gone when the test is. */
export function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "ans-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "engine.db");
}

/** Another connection to a closed store's file. */
export function edit(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

type Body<T> = T extends Fact ? Omit<T, "seq" | "t"> : never;
/** A fact before it has its number and its time. */
export type FactBody = Body<Fact>;

/** Numbers facts from 1, a second apart. */
export function createLog(): { readonly facts: Fact[]; add(...bodies: readonly FactBody[]): readonly Fact[] } {
  const facts: Fact[] = [];
  return {
    facts,
    add(...bodies) {
      const added = bodies.map((body, i) => ({ seq: facts.length + i + 1, t: 1000 * (facts.length + i + 1), ...body }) as Fact);
      facts.push(...added);
      return added;
    },
  };
}

export const received = (eventId: string, name = "mail/received", data = {}): FactBody => ({
  type: "event.received",
  eventId,
  name,
  data,
  ts: 0,
  id: eventId,
  user: {},
  source: "learner",
});

export const created = (runId: string, eventId: string, fn = "app-answer"): FactBody => ({
  type: "run.created",
  runId,
  fn,
  cause: "event",
  eventIds: [eventId],
  startAt: 0,
  maxAttempts: 4,
});

export const sent = (runId: string, callId: string, fn = "app-answer"): FactBody => ({
  type: "call.sent",
  runId,
  fn,
  callId,
  target: "step",
  attempt: 0,
  mode: "checkpoint",
  because: "start",
  memoCount: 0,
  plan: false,
});

const MADE_FROM_FACTS = ["runs", "run_text", "events", "event_runs", "apps", "paused"] as const;

/** Every row of the read model. */
export function tablesOf(db: DatabaseSync): unknown {
  const counts = db.prepare("SELECT * FROM counts WHERE count <> 0").all();
  return [...MADE_FROM_FACTS.map((table) => db.prepare(`SELECT * FROM ${table}`).all()), counts];
}
