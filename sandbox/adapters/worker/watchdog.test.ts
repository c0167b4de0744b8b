import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BEAT_MS, PATIENCE, watch } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the watchdog", () => {
  test("says nothing while the host answers, however late within its patience", async () => {
    let silences = 0;
    let answer = (): void => {};
    watch(
      () => new Promise<void>((resolve) => (answer = resolve)),
      () => (silences += 1),
    );
    for (let round = 0; round < 5; round += 1) {
      await vi.advanceTimersByTimeAsync(BEAT_MS * (PATIENCE - 1));
      answer();
      await vi.advanceTimersByTimeAsync(BEAT_MS);
    }
    expect(silences).toBe(0);
  });

  test("tells of a silence once, after its patience and well within 2 s", async () => {
    const silences: number[] = [];
    watch(
      () => new Promise<void>(() => {}),
      (forMs) => silences.push(forMs),
    );
    await vi.advanceTimersByTimeAsync(2000);
    expect(silences).toEqual([PATIENCE * BEAT_MS]);
  });

  test("takes no silence for the host's while the way to it is closed", async () => {
    const silences: number[] = [];
    let open = false;
    watch(
      () => new Promise<void>(() => {}),
      (forMs) => silences.push(forMs),
      { patience: 20, reachable: () => open },
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(silences).toEqual([]);
    open = true;
    await vi.advanceTimersByTimeAsync(5000);
    expect(silences).toEqual([20 * BEAT_MS]);
  });

  test("takes a death on the other side for no silence", async () => {
    let silences = 0;
    watch(
      () => Promise.reject(new Error("dead")),
      () => (silences += 1),
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(silences).toBe(0);
  });
});
