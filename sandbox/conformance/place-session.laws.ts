// Part of the contract of a place: each verb of the session arrives, over whatever channel the place puts between page and engine.
import { describe, expect, it } from "vitest";
import type { Files } from "../session/lab-session.ts";
import { allAnswered, askEveryVerb } from "../session/verbs.kit.ts";
import { timerProgram, type Driven } from "./driven-place.ts";

const transform = `function transform(evt, headers, query, raw) {
  return { name: evt.type, data: { raw, kind: headers["x-kind"], page: query.page } };
}`;

export function sessionLaws(start: (files?: Files) => Promise<Driven>): void {
  it("answers every declared verb, and refuses what it cannot do in its own words", async () => {
    const { session } = await start(timerProgram);
    expect(await askEveryVerb(session, timerProgram)).toEqual(
      allAnswered({
        rerun: "refused: There is no run no-run to run again.",
        cancel: "refused: There is no run no-run to cancel.",
        "world.query": "refused: This lab has no database. Its records are in tables().",
        decide: "refused: This lab has no requests to decide.",
      }),
    );
  });

  describe("events sent by one press", () => {
    const burst = (...names: readonly string[]) => names.map((name, n) => ({ name, data: { n } }));

    it("are taken in their order, each with an id of its own, told to the page together, and each starts its run", async () => {
      const driven = await start();
      const told: number[] = [];
      const stop = driven.session.subscribe(({ facts }) => told.push(facts.filter(({ type }) => type === "event.received").length));
      await driven.session.sendMany(burst("one-step", "one-step", "one-step"));
      stop();
      expect(told.filter((count) => count > 0)).toEqual([3]);
      const received = await driven.facts("event.received");
      expect(received.map(({ data }) => data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
      expect(new Set(received.map(({ id }) => id)).size).toBe(3);
      expect(new Set(received.map(({ ts }) => ts)).size).toBe(1);
      await driven.settle();
      expect(await driven.facts("run.completed", "one-step")).toHaveLength(3);
    });

    it("are refused together when one of them is, with the engine's reason", async () => {
      const driven = await start();
      await expect(driven.session.sendMany(burst("one-step", "inngest/x", "one-step"))).rejects.toThrow(
        'The event "inngest/x" was refused: event name is reserved',
      );
      expect(await driven.facts("event.received")).toEqual([]);
    });
  });

  it("of a webhook: the transform that was saved last makes its event, also for the next engine", async () => {
    const driven = await start();
    const { session } = driven;
    expect(await session.webhook("shop", { body: "{}" })).toMatchObject({ status: 404 });
    await session.transforms({ "shop.js": transform });
    await session.engine.restart();
    const body = '{"type":"one-step"}';
    expect(await session.webhook("shop", { headers: { "X-Kind": "k" }, query: { page: "1 & 2" }, body })).toMatchObject({ status: 200 });
    await driven.finish("one-step");
    expect(await driven.facts("event.received")).toMatchObject([{ source: "webhook", data: { raw: body, kind: "k", page: "1 & 2" } }]);
    expect(await driven.facts("run.completed", "one-step")).toHaveLength(1);
  });
}
