// Part of the contract of a place: flow control, signals, fan-out and crons, by the session alone. What each option does to
// the instant, `wire-flow.test.ts` proves; here each place shows that it gets there with its own clock, store and host.
import { expect, it } from "vitest";
import type { Json, JsonObject } from "../log/json.ts";
import type { Driven } from "./driven-place.ts";

const HOUR = 3_600_000;
const numbered = (count: number): JsonObject[] => Array.from({ length: count }, (_, n) => ({ n }));

/** Events sent at one instant, and what the runs have returned an hour later. */
const FLOWS: readonly { readonly name: string; readonly law: string; readonly data: readonly JsonObject[]; readonly outputs: Json }[] = [
  {
    name: "slots",
    law: "concurrency loses nothing",
    data: numbered(3).map(({ n }) => ({ n: n as number, user: "a" })),
    outputs: [0, 1, 2],
  },
  { name: "throttled", law: "throttle loses nothing and keeps the order", data: numbered(5), outputs: [0, 1, 2, 3, 4] },
  { name: "limited", law: "rateLimit skips what is too much", data: numbered(5), outputs: [0] },
  { name: "once", law: "idempotency takes one of each key", data: [{ order: "a" }, { order: "a" }, { order: "b" }], outputs: ["a", "b"] },
  { name: "quiet", law: "debounce takes the newest", data: numbered(4), outputs: [3] },
  { name: "batch", law: "batchEvents hands over full batches and then the rest", data: numbered(4), outputs: [[0, 1, 2], [3]] },
  { name: "single", law: "singleton skips the newcomer", data: numbered(3), outputs: [0] },
  { name: "newest", law: "singleton takes the newcomer", data: numbered(3), outputs: [2] },
];

export function flowLaws(start: () => Promise<Driven>, startTimer: () => Promise<Driven>): void {
  let shared: Promise<Driven> | undefined;
  const place = (): Promise<Driven> => (shared ??= start());
  const outputs = async (driven: Driven, name: string): Promise<readonly (Json | undefined)[]> =>
    (await driven.facts("run.completed", name)).map(({ output }) => output);

  it.each(FLOWS)("of $name: $law", async ({ name, data, outputs: wanted }) => {
    const driven = await place();
    for (const each of data) await driven.send(name, each);
    await driven.settle();
    await driven.session.clock.advance(HOUR);
    await driven.settle();
    expect(await outputs(driven, name)).toEqual(wanted);
  });

  it("of stoppable: an event that matches cancels the run as it sleeps", async () => {
    const driven = await place();
    await driven.send("stoppable", { id: "a" });
    await driven.settle();
    await driven.session.clock.advance(1000);
    await driven.send("stop", { id: "a" });
    await driven.settle();
    expect(await driven.facts("run.cancelled", "stoppable")).toHaveLength(1);
  });

  it("of signaled: a signal of another run resumes the one that waits for it", async () => {
    const driven = await place();
    await driven.send("signaled");
    await driven.settle();
    await driven.send("signals");
    await driven.settle();
    expect(await driven.output("signaled")).toEqual({ signal: "go/ahead", data: { from: "another run" } });
  });

  it("of fan: each of the events starts its run in every function that listens, and none is lost", async () => {
    const driven = await place();
    await driven.send("fan", { count: 40 });
    await driven.settle();
    expect(await driven.output("fan")).toBe(40);
    for (const name of ["item", "other"])
      expect([...(await outputs(driven, name))].sort((a, b) => Number(a) - Number(b))).toEqual(numbered(40).map(({ n }) => n));
  });

  it("of timed: a cron starts its function at its instant, once", async () => {
    const driven = await startTimer();
    await driven.session.host.start();
    await driven.session.clock.advance(2 * HOUR);
    await driven.settle();
    const [completed, ...more] = await driven.facts("run.completed", "timed");
    expect([completed?.output, more]).toEqual(["inngest/scheduled.timer", []]);
    expect((await driven.facts("cron.fired", "timed"))[0]?.t).toBe(Date.UTC(2026, 10, 20, 10));
  });
}
