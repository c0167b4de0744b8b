// The place under weight: ten thousand events at once under limits, and a storage full of finished runs.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../figures.ts";
import { startPlace } from "./engines.ts";
import { fillStorage } from "./fill.ts";
import { nowMs } from "./messages.ts";

export type Flood = {
  readonly events: number;
  readonly acceptedMs: number;
  readonly finishedMs: number;
  readonly idleMib: number;
  readonly peakMib: number;
  readonly afterMib: number;
};

/** Events at once for one function with two limits: 50 steps at a time, 5 of each of a hundred keys. */
export async function measureFlood(events: number): Promise<Flood> {
  const place = await startPlace({ storage: "sqlite" });
  try {
    const idle = place.memory();
    const from = nowMs();
    const batch = await place.send(
      "bench/limited",
      Array.from({ length: events }, (_, n) => ({ key: n % 100 })),
    );
    const acceptedMs = nowMs() - from;
    const finishedMs = (await place.ended(batch, events)) - from;
    await ended(place.url, events);
    const memory = place.memory();
    return {
      events,
      acceptedMs,
      finishedMs,
      idleMib: idle?.now ?? Number.NaN,
      peakMib: memory?.peak ?? Number.NaN,
      afterMib: memory?.now ?? Number.NaN,
    };
  } finally {
    await place.stop();
  }
}

/** Every run has its end in the log: what the app says has to be what is recorded. */
async function ended(url: string, runs: number): Promise<void> {
  for (let left = 100; ; left -= 1) {
    const answer = await fetch(`${url}/trace/runs?status=completed&limit=1`);
    const { total } = (await answer.json()) as { total: number };
    if (total === runs) return;
    if (left === 0) throw new Error(`${total} of ${runs} runs are recorded as completed.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export type Full = {
  readonly runs: number;
  readonly fileMib: number;
  readonly readyMs: number;
  readonly emptyReadyMs: number;
  /** Milliseconds of one run of ten steps. */
  readonly fullMs: number;
  readonly emptyMs: number;
  readonly idleMib: number;
};

export async function measureFull(runs: number, rounds: number): Promise<Full> {
  const folder = mkdtempSync(join(tmpdir(), "bench-full-"));
  const file = join(folder, "engine.db");
  try {
    await fillStorage(file, runs);
    const fileMib = statSync(file).size / 2 ** 20;
    const [full, empty] = [await startPlace({ storage: "sqlite", file }), await startPlace({ storage: "sqlite" })];
    try {
      const idleMib = full.memory()?.now ?? Number.NaN;
      const times = { full: [] as number[], empty: [] as number[] };
      for (let round = -2; round < rounds; round += 1) {
        const [one, other] = [await full.runs(1, 10), await empty.runs(1, 10)];
        if (round < 0) continue;
        times.full.push(one);
        times.empty.push(other);
      }
      return {
        runs,
        fileMib,
        readyMs: full.readyMs ?? Number.NaN,
        emptyReadyMs: empty.readyMs ?? Number.NaN,
        fullMs: median(times.full),
        emptyMs: median(times.empty),
        idleMib,
      };
    } finally {
      await full.stop();
      await empty.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
