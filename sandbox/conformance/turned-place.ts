// The Node place behind a port of its own, with time turned by hand: apps of any language reach it by HTTP alone, as they reach a
// server, and a test waits for three days in no time.
import { createApi } from "../adapters/node/http/api.ts";
import { listen } from "../adapters/node/cli/server.ts";
import { openNodePlace } from "../adapters/node/place.ts";
import { openMemoryStore } from "../adapters/node/store/store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import type { Fact, FactOf, FactType } from "../log/facts.ts";
import type { JsonObject } from "../log/json.ts";

export type TurnedPlace = {
  readonly url: string;
  /** Asks the app at this address to register. */
  add(app: string): Promise<void>;
  send(name: string, data: JsonObject): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Goes to what is due next, and lets it happen. False when nothing is due. */
  wake(): Promise<boolean>;
  of<T extends FactType>(type: T): Promise<readonly FactOf<T>[]>;
  close(): Promise<void>;
};

const A_DAY = 86_400_000;

export async function openTurnedPlace(): Promise<TurnedPlace> {
  // SDKs stamp what they send with the machine's time, and an event of the future would wait for it: this clock is ahead.
  const clock = createManualClock(Date.now() + A_DAY);
  const place = await openNodePlace({ store: openMemoryStore(), clock, seed: "turned" });
  const answer: { api?: ReturnType<typeof createApi> } = {};
  const listening = await listen("127.0.0.1", 0, async (request, env) => (await answer.api?.fetch(request, env)) ?? new Response());
  answer.api = createApi(place, { host: "127.0.0.1", port: listening.port });
  const { engine, apps } = place;
  const facts = (): Promise<readonly Fact[]> => engine.facts();
  return {
    url: listening.url,
    async add(app) {
      const view = await apps.add(app);
      if (view.state !== "registered") throw new Error(`The app is not registered: ${view.problem ?? view.state}`);
    },
    async send(name, data) {
      const sent = await fetch(`${listening.url}/e/test`, { method: "POST", body: JSON.stringify({ name, data }) });
      if (!sent.ok) throw new Error(await sent.text());
      await engine.settle();
    },
    settle: () => engine.settle(),
    async wake() {
      await engine.settle();
      const due = engine.nextDue();
      if (due === undefined) return false;
      clock.set(Math.max(due, clock.now()));
      await engine.settle();
      return true;
    },
    of: async (type) => (await facts()).filter((fact): fact is FactOf<typeof type> => fact.type === type),
    async close() {
      await place.close(0);
      await listening.close();
    },
  };
}
