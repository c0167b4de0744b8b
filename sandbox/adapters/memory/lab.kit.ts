// A small lab for the controller's tests: files, a place to run them in, and short words for what the log says.
import type { Fact, FactOf, FactType } from "../../log/facts.ts";
import type { RealTimer } from "../../place/virtual-clock.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Files, Hold } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { World } from "../../world/door.ts";
import { createWorld } from "../../world/world.ts";
import { createMemoryPlace, type MemoryPlace } from "./place.ts";

export const START = Date.UTC(2026, 0, 1);
export const DAY = 86_400_000;

const client = `import { Inngest } from "inngest";
export const inngest = new Inngest({ id: "app" });
`;

const doors = `const post = (url: string, body: object) => fetch(url, { method: "POST", body: JSON.stringify(body) });
export const chat = (text: string) => post("https://chat.world/messages", { channel: "#refunds", text });
export const mail = (text: string) => post("https://mail.world/mails", { to: "ada", text });
`;

/** Two steps with an effect each. */
export const twoSteps = `import { chat, mail } from "./doors.ts";
import { inngest } from "./client.ts";

export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" } }, async ({ step }) => {
  await step.run("tell", async () => void (await chat("hello")));
  await step.run("write", async () => void (await mail("hello")));
  return "done";
});
`;

/** A step, three days of sleep, a step. */
export const sleeper = `import { chat, mail } from "./doors.ts";
import { inngest } from "./client.ts";

export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" } }, async ({ step }) => {
  await step.run("tell", async () => void (await chat("hello")));
  await step.sleep("three-days", "3d");
  await step.run("write", async () => void (await mail("hello")));
  return "done";
});
`;

/** Waits for a decision, then has an effect outside of any step. */
export const gate = `import { chat, mail } from "./doors.ts";
import { inngest } from "./client.ts";

export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" } }, async ({ event, step }) => {
  const requestId = event.data.requestId;
  await step.run("ask", async () => {
    await fetch("https://chat.world/messages", { method: "POST", body: JSON.stringify({ channel: "#gate", text: "May I?", requestId }) });
  });
  const decision = await step.waitForEvent("decision", { event: "demo/decided", timeout: "4h", if: "event.data.requestId == async.data.requestId" });
  await mail(decision === null ? "silence" : String(decision.data.approved));
  return decision === null ? "silence" : decision.data.approved;
});
`;

export const filesOf = (work: string): Files => ({ "work.ts": work, "doors.ts": doors, "client.ts": client });

export type Kit = MemoryPlace & {
  /** Sends the event that starts a run, and settles. */
  run(data?: { readonly [key: string]: string }): Promise<void>;
  /** Presses `next` and settles. */
  next(): Promise<void>;
  log(): Promise<readonly Fact[]>;
  all<T extends FactType>(type: T): Promise<readonly FactOf<T>[]>;
  types(): Promise<readonly FactType[]>;
};

export type KitOptions = {
  readonly holds?: readonly Hold[];
  readonly store?: EventStore;
  readonly checkpointing?: boolean;
  readonly flow?: RealTimer;
  readonly world?: World;
};

export async function openKit(work: string, options: KitOptions = {}): Promise<Kit> {
  const setup: LabSetup = {
    id: "kit",
    seed: "seed",
    startsAt: START,
    files: filesOf(work),
    holds: options.holds ?? [],
    imports: ["inngest"],
    world: { options: {} },
    requests: { effect: "slack.posted", id: "requestId", decisionEvent: "demo/decided" },
  };
  const place = await createMemoryPlace(setup, {
    world: options.world ?? createWorld({}),
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.flow === undefined ? {} : { flow: options.flow }),
  });
  if (options.checkpointing === false) await place.session.engine.checkpointing(false);
  const log = () => place.session.facts();
  const all = async <T extends FactType>(type: T) => (await log()).filter((fact): fact is FactOf<T> => fact.type === type);
  return {
    ...place,
    run: async (data = {}) => {
      await place.session.send({ name: "demo/work", data });
      await place.settle();
    },
    next: async () => {
      await place.session.clock.next();
      await place.settle();
    },
    log,
    all,
    types: async () => (await log()).map(({ type }) => type),
  };
}
