// kill -9 of the started command at seeded moments under load, on SQLite, with the unmodified SDK in a process that lives on.
// 25 kills here; LONG=1 makes it 500 and writes what it found to bench/results.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { report } from "../../../../scripts/bench/figures.ts";
import { slowness } from "../../../../scripts/run/pace.ts";
import { tablesOf } from "../store/store.kit.ts";
import { rebuildReadModel } from "../store/upkeep.ts";
import { crashSession, killInTheMiddle, type Session } from "./session.ts";
import { judge, percentile, type Verdict } from "./verdict.ts";

const LONG = process.env["LONG"] === "1";
/** Kills of each session; checkpointing is on in every other one. */
const SESSIONS: readonly number[] = LONG ? Array.from({ length: 20 }, () => 25) : [13, 12];
const IN_THE_MIDDLE = LONG ? 500 : 100;
/** The project's target is a second; ten of them here, and more on a machine that is slow now. */
const GENEROUS_MS = 10_000 * slowness();

async function inFolder<T extends Session>(
  play: (folder: string) => Promise<T>,
): Promise<{ readonly session: T; readonly verdict: Verdict }> {
  const folder = mkdtempSync(join(tmpdir(), "ans-crash-"));
  try {
    const session = await play(folder);
    const db = new DatabaseSync(session.storage);
    const grown = tablesOf(db);
    rebuildReadModel(db);
    expect(grown).toEqual(tablesOf(db));
    db.close();
    return { session, verdict: judge(session) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function expectWhole({ lost, unended, recordedTwice, timersMissed, madeUp, tooOften }: Verdict): void {
  expect({ lost, unended, recordedTwice, timersMissed, madeUp, tooOften }).toEqual({
    lost: [],
    unended: [],
    recordedTwice: [],
    timersMissed: [],
    madeUp: [],
    tooOften: [],
  });
}

type Middle = { readonly runs: number; readonly finishedMs: number; readonly verdict: Verdict };

function tell(verdicts: readonly Verdict[], kills: number, middle: Middle): void {
  const sum = (count: (verdict: Verdict) => number): number => verdicts.reduce((all, verdict) => all + count(verdict), 0);
  const [sent, goes] = [verdicts.flatMap((verdict) => verdict.sentAgainMs), verdicts.flatMap((verdict) => verdict.goesOnMs)];
  report("crash", [
    { name: "kill -9 at random moments", value: kills, unit: "" },
    { name: "events accepted", value: sum((each) => each.events), unit: "" },
    { name: "runs", value: sum((each) => each.runs), unit: "" },
    { name: "steps recorded", value: sum((each) => each.steps), unit: "" },
    { name: "events or runs lost", value: sum((each) => each.lost.length + each.unended.length), unit: "", atMost: 0 },
    { name: "steps recorded twice", value: sum((each) => each.recordedTwice.length), unit: "", atMost: 0 },
    { name: "timers missed", value: sum((each) => each.timersMissed.length), unit: "", atMost: 0 },
    { name: "runs found at work by a kill", value: sent.length, unit: "" },
    { name: "steps executed again", value: sum((each) => each.executedAgain), unit: "" },
    { name: "more of them in a run than calls in flight at its kills", value: sum((each) => each.tooOften.length), unit: "", atMost: 0 },
    { name: "process started → a run's call goes out again, p50", value: percentile(sent, 0.5), unit: "ms" },
    { name: "process started → a run's call goes out again, p99", value: percentile(sent, 0.99), unit: "ms" },
    { name: "process started → a run has something new, p50", value: percentile(goes, 0.5), unit: "ms" },
    { name: "process started → a run has something new, p99", value: percentile(goes, 0.99), unit: "ms" },
    { name: "runs of 5 steps, killed once in the middle", value: middle.runs, unit: "" },
    { name: "of these, lost", value: middle.verdict.lost.length + middle.verdict.unended.length, unit: "", atMost: 0 },
    { name: "of their steps, executed again", value: middle.verdict.executedAgain, unit: "", atMost: middle.runs },
    { name: "kill → all of them finished", value: middle.finishedMs / 1000, unit: "s" },
  ]);
}

describe("an engine that is killed at any moment", () => {
  it("loses no accepted event and no run, misses no timer, records no step twice, and repeats at most what was in flight (L1, L3, L5, L6, L11)", async () => {
    const verdicts: Verdict[] = [];
    for (const [i, kills] of SESSIONS.entries()) {
      const plan = { seed: `crash ${i}`, kills, checkpointing: i % 2 === 0 };
      const { verdict } = await inFolder((folder) => crashSession({ ...plan, folder }));
      expectWhole(verdict);
      // The kills fell upon work.
      expect(verdict.events).toBeGreaterThan(kills / 2);
      expect(verdict.sentAgainMs.length).toBeGreaterThan(kills / 2);
      expect(percentile(verdict.sentAgainMs, 1)).toBeLessThan(GENEROUS_MS);
      verdicts.push(verdict);
    }
    const middle = await inFolder((folder) => killInTheMiddle({ runs: IN_THE_MIDDLE, checkpointing: true, folder }));
    expectWhole(middle.verdict);
    expect(middle.verdict.runs).toBe(IN_THE_MIDDLE);
    expect(middle.verdict.sentAgainMs.length).toBeGreaterThan(0);
    const kills = SESSIONS.reduce((all, each) => all + each, 0);
    tell(verdicts, kills, { runs: IN_THE_MIDDLE, finishedMs: middle.session.finishedMs, verdict: middle.verdict });
  });
});
