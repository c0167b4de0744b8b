import { describe, expect, it } from "vitest";
import type { EventRow, RunRow } from "../../reads.ts";
import { briefEvent, briefRun } from "./brief.ts";

const run: RunRow = { runId: "r", fn: "f", status: "failed", cause: "event", eventIds: [], eventName: "e", createdAt: 0, steps: 0 };
const event: EventRow = { eventId: "e", name: "e", data: {}, ts: 0, id: "e", user: {}, receivedAt: 0, source: "learner", runs: [] };

describe("a row of a list", () => {
  it("carries what is short as it is", () => {
    expect(briefRun({ ...run, output: { a: 1 } }).output).toEqual({ a: 1 });
    expect(briefEvent({ ...event, data: { a: 1 } })).toEqual({ ...event, data: { a: 1 } });
    expect("output" in briefRun(run)).toBe(false);
  });

  it("carries the beginning of what is long, and no stack", () => {
    const long = "x".repeat(3_000_000);
    const row = briefRun({ ...run, output: { long }, error: { name: "Error", message: long, stack: long, more: long } });
    expect(JSON.stringify(row).length).toBeLessThan(1200);
    expect(row.output).toMatch(/^\{"long":"x+…$/);
    expect(Object.keys(row.error ?? {})).toEqual(["name", "message"]);
    expect(JSON.stringify(briefEvent({ ...event, data: { long } })).length).toBeLessThan(800);
  });
});
