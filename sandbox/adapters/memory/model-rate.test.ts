// A model that takes so many calls a minute, in a whole lab: who is refused is told by the log, on the lab's clock.
import { afterEach, describe, expect, it } from "vitest";
import { refusals } from "../../log/read.ts";
import { createWorld } from "../../world/world.ts";
import { openKit, START, type Kit, type KitOptions } from "./lab.kit.ts";

const asks = `import { inngest } from "./client.ts";

export const work = inngest.createFunction(
  { id: "work", retries: 0, concurrency: 5, triggers: { event: "demo/work" } },
  async ({ step }) => {
    return await step.run("summarize", async () => {
      const answer = await fetch("https://model.world/run", { method: "POST", body: JSON.stringify({ task: "summarize" }) });
      if (!answer.ok) throw new Error("The model refused: " + answer.headers.get("retry-after"));
      return await answer.json();
    });
  },
);
`;
const world = () => createWorld({ model: { perMinute: 6, latencyMs: 2000, script: [{ task: "summarize", cents: 2, output: "Short." }] } });

const opened: Kit[] = [];
afterEach(async () => {
  for (const { session } of opened.splice(0)) await session.dispose();
});

async function open(options: KitOptions = {}): Promise<Kit> {
  const kit = await openKit(asks, { world: world(), ...options });
  opened.push(kit);
  return kit;
}

async function burst(kit: Kit, events: number): Promise<void> {
  for (let n = 0; n < events; n += 1) await kit.session.send({ name: "demo/work", data: {} });
  await kit.settle();
}

describe("a model with a rate", () => {
  it("refuses what comes too fast as it comes, in the log with its run and step, and nothing is paid for it", async () => {
    const kit = await open();
    await burst(kit, 8);
    const refused = refusals(await kit.log(), 429);
    expect(await kit.all("cost")).toHaveLength(6);
    expect(refused).toHaveLength(2);
    // The bucket is empty when the sixth call has come, at 2 s with five at once; a refusal takes 0.1 s.
    expect(refused[0]).toMatchObject({ service: "model.world", stepId: "summarize", fn: "app-work", t: START + 2100, retryAfterMs: 8000 });
    expect((await kit.all("run.failed")).map(({ error }) => error.message)).toEqual(refused.map(() => "The model refused: 8"));
    expect(new Set((await kit.all("run.failed")).map(({ runId }) => runId))).toEqual(new Set(refused.map(({ runId }) => runId)));
  });

  it("takes calls again as time goes by", async () => {
    const kit = await open();
    await burst(kit, 8);
    await kit.session.clock.advance(20_000);
    await burst(kit, 2);
    expect(await kit.all("run.completed")).toHaveLength(8);
  });

  it("remembers from the log, after a reload, what it has taken (L11)", async () => {
    const before = await open();
    await burst(before, 6);
    await before.session.dispose();
    const kit = await open({ store: before.store });
    await burst(kit, 1);
    expect(refusals(await kit.log(), 429)).toHaveLength(1);
  });
});
