import { expect, it } from "vitest";
import { createMacrotaskKeeper, keepContextInTimers } from "./context.ts";

/** An answer that comes in a macrotask of its own, as over a port. */
const later = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(() => resolve(value)));

it("an answer goes on as whoever asked, also when answers of others come between", async () => {
  const keeper = createMacrotaskKeeper();
  const seen: string[] = [];
  const work = (callId: string, rounds: number): Promise<void> =>
    keeper.run({ callId }, async () => {
      for (let round = 0; round < rounds; round += 1) {
        await keeper.bind(later(round));
        await Promise.resolve();
        seen.push(`${callId}${keeper.current().callId}`);
      }
    });
  await Promise.all([work("a", 3), work("b", 2), work("c", 3)]);
  expect(seen.sort()).toEqual(["aa", "aa", "aa", "bb", "bb", "cc", "cc", "cc"]);
});

it("a failed answer goes on as whoever asked too", async () => {
  const keeper = createMacrotaskKeeper();
  const failed = keeper.run({ callId: "a", stepId: "s" }, () => keeper.bind(later(0).then(() => Promise.reject(new Error("x")))));
  keeper.run({ callId: "b" }, () => undefined);
  await failed.catch(() => expect(keeper.current()).toEqual({ callId: "a", stepId: "s" }));
});

it("after a step the call goes on without it", () => {
  const keeper = createMacrotaskKeeper();
  keeper.run({ callId: "a", stepId: "s" }, () => keeper.leaveStep());
  expect(keeper.current()).toEqual({ callId: "a" });
});

it("a timer of the SDK's rings in the context in which it was set", async () => {
  const keeper = createMacrotaskKeeper();
  const scope = { setTimeout: (fn: (...args: never[]) => void) => setImmediate(fn as () => void) };
  keepContextInTimers(keeper, scope as never);
  const rung = keeper.run(
    { callId: "a" },
    () =>
      new Promise<string | undefined>((resolve) =>
        (scope.setTimeout as (fn: () => void) => unknown)(() => resolve(keeper.current().callId)),
      ),
  );
  keeper.run({ callId: "b" }, () => undefined);
  expect(await rung).toBe("a");
});
