import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BEAT_MS, PATIENCE, watch, type Watchdog } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  due.clear();
  vi.useRealTimers();
});

/** What is due later, by the test's own clock. */
const due = new Set<{ readonly at: number; ring(): void }>();
const after = (ms: number): Promise<void> => new Promise((ring) => due.add({ at: performance.now() + ms, ring }));
const atOnce = (): Promise<void> => Promise.resolve();
const never = (): Promise<void> => new Promise(() => {});

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += BEAT_MS) {
    await vi.advanceTimersByTimeAsync(BEAT_MS);
    for (const each of due) {
      if (each.at > performance.now()) continue;
      due.delete(each);
      each.ring();
    }
  }
}

/** Long enough for any silence to be noticed. */
const LONG = 600_000;

/** What the watchdog says of a host and a page that answer so. */
function watched(host: () => Promise<void>, page: () => Promise<void>): Watchdog & { readonly silences: number[] } {
  const silences: number[] = [];
  const dog = watch({ ping: host, pingPage: page, silent: (forMs) => silences.push(forMs) });
  return { ...dog, silences };
}

describe("the watchdog", () => {
  test("says nothing while the host answers, however late within its patience", async () => {
    const dog = watched(() => after(BEAT_MS * (PATIENCE - 2)), atOnce);
    dog.judge();
    await pass(LONG);
    expect(dog.silences).toEqual([]);
  });

  test("tells of a silence once, within 2 s where the page answers at once", async () => {
    const dog = watched(never, atOnce);
    dog.judge();
    await pass(2000);
    expect(dog.silences).toHaveLength(1);
    await pass(LONG);
    expect(dog.silences).toHaveLength(1);
    expect(dog.silences[0]).toBeGreaterThanOrEqual((PATIENCE - 1) * BEAT_MS);
  });

  test.each([1500, 8000, 60_000])("gives a page that stalls for %d ms at every turn that time, again and again", async (stall) => {
    // Each question to the host goes through the page, and so does each answer.
    const dog = watched(
      () => after(stall).then(() => after(stall)),
      () => after(stall),
    );
    dog.judge();
    await pass(LONG);
    expect(dog.silences).toEqual([]);
  });

  test("takes no silence for the host's while the page is silent too, and tells of it once the page answers", async () => {
    let opens = (): void => {};
    const open = new Promise<void>((resolve) => (opens = resolve));
    const dog = watched(never, () => open.then(atOnce));
    dog.judge();
    await pass(LONG);
    expect(dog.silences).toEqual([]);
    opens();
    await pass(2000);
    expect(dog.silences).toHaveLength(1);
  });

  test("judges no host before its own code runs, however long that takes", async () => {
    const dog = watched(never, atOnce);
    await pass(LONG);
    expect(dog.silences).toEqual([]);
  });

  test("finds an endless loop in a page that stalls for seconds, once the page has answered often enough", async () => {
    const dog = watched(never, () => after(4000));
    dog.judge();
    await pass(LONG);
    expect(dog.silences).toHaveLength(1);
    expect(dog.silences[0]).toBeGreaterThan((PATIENCE - 1) * 4000);
  });

  test("lets a host that was slow to come to its code be silent for twice as long", async () => {
    const slow = 3000;
    const dog = watched(never, atOnce);
    await pass(slow);
    dog.judge();
    await pass(2 * slow - 3 * BEAT_MS);
    expect(dog.silences).toEqual([]);
    await pass(6 * BEAT_MS);
    expect(dog.silences).toHaveLength(1);
  });

  test("counts a silence anew from each sign that the code goes on", async () => {
    const dog = watched(never, atOnce);
    for (let file = 0; file < 20; file += 1) {
      dog.judge();
      await pass((PATIENCE - 2) * BEAT_MS);
    }
    expect(dog.silences).toEqual([]);
  });

  test.each(["host", "page"] as const)("takes a death of the %s for no silence", async (who) => {
    const dead = (): Promise<void> => Promise.reject(new Error("dead"));
    const dog = watched(who === "host" ? dead : never, who === "page" ? dead : atOnce);
    dog.judge();
    await pass(LONG);
    expect(dog.silences).toEqual([]);
  });
});
