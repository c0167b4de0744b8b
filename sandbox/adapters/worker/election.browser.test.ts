// Which tab runs a lab. Two candidates in one page compete for the same lock as two tabs do.
import { afterEach, describe, expect, test } from "vitest";
import { type Election, stand } from "./election.ts";

const opened: Election[] = [];
afterEach(() => opened.splice(0).forEach((election) => election.leave()));

async function tab(lab: string) {
  const history: string[] = [];
  const { owns, election } = await stand({
    lab,
    elected: () => history.push("elected"),
    deposed: async () => void history.push("deposed"),
  });
  opened.push(election);
  history.push(owns ? "owner" : "observer");
  return { election, history };
}

describe("an election", () => {
  test("makes the first tab the owner and every later one an observer", async () => {
    const lab = crypto.randomUUID();
    expect((await tab(lab)).history).toEqual(["owner"]);
    expect((await tab(lab)).history).toEqual(["observer"]);
    expect((await tab(lab)).history).toEqual(["observer"]);
  });

  test("elects the next tab when the owner leaves", async () => {
    const lab = crypto.randomUUID();
    const first = await tab(lab);
    const second = await tab(lab);
    first.election.leave();
    await expect.poll(() => second.history).toEqual(["observer", "elected"]);
  });

  test("deposes the owner before the tab that takes over is elected, also when others wait", async () => {
    const lab = crypto.randomUUID();
    const order: string[] = [];
    const first = await tab(lab);
    const second = await tab(lab);
    const third = await tab(lab);
    await third.election.takeOver();
    order.push(...first.history, ...third.history, ...second.history);
    expect(order).toEqual(["owner", "deposed", "observer", "elected", "observer"]);
  });

  test("gives the lab back to the tab that was deposed", async () => {
    const lab = crypto.randomUUID();
    const first = await tab(lab);
    const second = await tab(lab);
    await second.election.takeOver();
    second.election.leave();
    await expect.poll(() => first.history).toEqual(["owner", "deposed", "elected"]);
    const third = await tab(lab);
    await third.election.takeOver();
    await first.election.takeOver();
    expect(first.history).toEqual(["owner", "deposed", "elected", "deposed", "elected"]);
    expect(third.history).toEqual(["observer", "elected", "deposed"]);
  });

  test("takes the lab from an owner that does not answer", async () => {
    const lab = crypto.randomUUID();
    let release = (): void => {};
    // A tab that holds the lock and hears nothing, as a frozen one would.
    const frozen = new Promise<void>((resolve) => (release = resolve));
    const taken = navigator.locks.request(`ans:lab:${lab}`, () => frozen).catch((error: DOMException) => error.name);
    const second = await tab(lab);
    await second.election.takeOver();
    expect(second.history).toEqual(["observer", "elected"]);
    expect(await taken).toBe("AbortError");
    release();
  });
});

describe("an election without locks", () => {
  const noLocks = (): (() => void) => {
    Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
    return () => Reflect.deleteProperty(navigator, "locks");
  };

  test("has one owner, who can be replaced", async () => {
    const restore = noLocks();
    try {
      const lab = crypto.randomUUID();
      const first = await tab(lab);
      const second = await tab(lab);
      expect([first.history, second.history]).toEqual([["owner"], ["observer"]]);
      await second.election.takeOver();
      expect([first.history, second.history]).toEqual([
        ["owner", "deposed"],
        ["observer", "elected"],
      ]);
      second.election.leave();
      await expect.poll(() => first.history).toEqual(["owner", "deposed", "elected"]);
    } finally {
      restore();
    }
  });
});
