// L1. An accepted event is stored before it is acknowledged. The store's append is held open by hand, so that an engine which
// answers, publishes or calls too early is seen to do so; two planted engines do, and are found out.
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../adapters/memory/event-store.ts";
import { createManualClock } from "../adapters/memory/manual-clock.ts";
import { post, REGISTER, SDK } from "./app.kit.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { EventStore } from "./ports/event-store.ts";

/** Lets everything that hangs on promises happen. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A store whose appends wait to be released, once it is told to hold them. */
function createHeldStore() {
  const inner = createMemoryEventStore();
  let isHolding = false;
  const held: (() => void)[] = [];
  const store: EventStore = {
    ...inner,
    append: async (facts) => {
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
      await inner.append(facts);
    },
  };
  return {
    store,
    hold: () => void (isHolding = true),
    /** Releases the appends that are held, and holds no more. */
    release: async () => {
      isHolding = false;
      for (const go of held.splice(0)) go();
      await turn();
    },
    storedTypes: async () => (await inner.read(1)).map((fact) => fact.type),
  };
}

type Variant = {
  /** What the engine takes for its store. */
  readonly store?: (store: EventStore) => EventStore;
  /** What answers requests in the engine's place. */
  readonly handle?: (engine: Engine) => Engine["handle"];
};

/** Sends an event while the append is held, and says who has heard of it before and after the release. */
async function sendWhileHeld({ store = (real) => real, handle = (engine) => engine.handle }: Variant = {}) {
  const held = createHeldStore();
  const heard: string[] = [];
  const engine = await createEngine({
    clock: createManualClock(1_800_000_000_000),
    entropy: createSeededEntropy("seed"),
    store: store(held.store),
    transport: {
      send: async () => {
        heard.push("app called");
        return { status: 200, headers: SDK, body: '"done"' };
      },
    },
  });
  await engine.handle(post("/fn/register", REGISTER));
  engine.subscribe((facts) => void (facts.some((fact) => fact.type === "event.received") && heard.push("fact published")));
  held.hold();
  void handle(engine)(post("/e/key", '{"name":"a"}')).then(({ status }) => heard.push(`answered ${status}`));
  await turn();
  const whileHeld = [...heard];
  const storedWhileHeld = (await held.storedTypes()).includes("event.received");
  await held.release();
  await engine.settle();
  return { whileHeld, storedWhileHeld, afterwards: heard };
}

describe("an accepted event", () => {
  it("is neither acknowledged, nor published, nor acted upon while the store is still writing it (L1)", async () => {
    const { whileHeld, storedWhileHeld } = await sendWhileHeld();
    expect(storedWhileHeld).toBe(false);
    expect(whileHeld).toEqual([]);
  });

  it("is published, acknowledged and acted upon once it is stored (L1)", async () => {
    const { afterwards } = await sendWhileHeld();
    expect(afterwards[0]).toBe("fact published");
    expect(new Set(afterwards)).toEqual(new Set(["fact published", "answered 200", "app called"]));
  });
});

describe("the check of L1 finds", () => {
  it("an engine that answers first and stores afterwards", async () => {
    const { whileHeld, storedWhileHeld } = await sendWhileHeld({
      handle: (engine) => async (request) => {
        void engine.handle(request);
        return { status: 200, headers: {}, body: "" };
      },
    });
    expect([storedWhileHeld, whileHeld]).toEqual([false, ["answered 200"]]);
  });

  it("a writer that takes the start of a write for its end", async () => {
    const hasty = (store: EventStore): EventStore => ({ ...store, append: async (facts) => void store.append(facts) });
    const { whileHeld, storedWhileHeld } = await sendWhileHeld({ store: hasty });
    expect(storedWhileHeld).toBe(false);
    expect(whileHeld).toEqual(expect.arrayContaining(["answered 200", "fact published", "app called"]));
  });
});
