// step.fetch and step.ai.infer in a lab, with the real SDK: the lab's world answers, with its latency, its costs and its holds.
import { afterEach, describe, expect, it } from "vitest";
import { createWorld } from "../../world/world.ts";
import { openKit, START, type Kit } from "./lab.kit.ts";

const program = (body: string): string => `import { fetch as ask } from "inngest";
import { inngest } from "./client.ts";
export const work = inngest.createFunction({ id: "work", retries: 1, triggers: { event: "demo/work" } }, async ({ step }) => {
${body}
});
`;
const asking = program(`  const answer = await step.ai.infer("ask", {
    model: step.ai.models.openai({ model: "scripted", apiKey: "KEY-OF-THE-MODEL", baseUrl: "https://model.world/v1/" }),
    body: { messages: [{ role: "system", content: "answer" }, { role: "user", content: '{"name":"Ada"}' }] },
  });
  return answer.choices[0]?.message.content;`);
const posting = program(`  const response = await ask("https://chat.world/messages", {
    method: "POST",
    headers: { authorization: "Bearer TOKEN-OF-THE-CHAT" },
    body: JSON.stringify({ channel: "#a", text: "hi" }),
  });
  return response.status;`);
const lost = program(`  return (await ask("https://example.com/")).status;`);

const world = () => createWorld({ model: [{ task: "answer", cents: 3, latencyMs: 800, output: "Dear {name}" }] });
const opened: Kit[] = [];
afterEach(async () => {
  for (const { session } of opened.splice(0)) await session.dispose();
});
async function open(work: string, options: Parameters<typeof openKit>[1] = {}): Promise<Kit> {
  const kit = await openKit(work, { world: world(), ...options });
  opened.push(kit);
  return kit;
}
const modes = [{ checkpointing: true }, { checkpointing: false }];

describe.each(modes)("with checkpointing $checkpointing", ({ checkpointing }) => {
  it("step.ai.infer asks the lab's model: it takes the model's time and costs its price, and no host is called meanwhile", async () => {
    const kit = await open(asking, { checkpointing });
    await kit.run();
    const [completed] = await kit.all("run.completed");
    expect([completed?.output, completed?.t]).toEqual(["Dear Ada", START + 800]);
    expect(await kit.all("cost")).toMatchObject([{ cents: 3, fn: "app-work", stepId: "ask" }]);
  });

  it("step.fetch has its effect in the lab's world, once, as the step's", async () => {
    const kit = await open(posting, { checkpointing });
    await kit.run();
    expect(await kit.all("effect")).toMatchObject([{ kind: "slack.posted", fn: "app-work", stepId: expect.any(String) as string }]);
    expect((await kit.all("run.completed"))[0]?.output).toBeLessThan(300);
  });

  it("step.fetch can be held before its effect, and goes on by a press", async () => {
    const kit = await open(posting, { checkpointing, holds: [{ boundary: "before effect", kind: "slack.posted" }] });
    await kit.run();
    expect([(await kit.all("run.held")).length, (await kit.all("effect")).length]).toEqual([1, 0]);
    await kit.next();
    expect([(await kit.all("run.completed")).length, (await kit.all("effect")).length]).toEqual([1, 1]);
  });

  it("nothing reaches a network: a stranger's address is answered by the world", async () => {
    const kit = await open(lost, { checkpointing });
    await kit.run();
    expect((await kit.all("run.completed"))[0]?.output).toBe(502);
  });
});

describe("a request of the engine's for a step", () => {
  it("outlives its host, which is called with the answer once it is up again", async () => {
    const kit = await open(asking);
    await kit.session.clock.pause(true);
    await kit.run();
    await kit.session.host.kill();
    await kit.session.clock.pause(false);
    await kit.settle();
    expect([(await kit.all("gateway.ended")).length, (await kit.all("run.completed")).length]).toEqual([1, 0]);
    await kit.session.host.start();
    await kit.settle();
    expect(await kit.all("run.completed")).toHaveLength(1);
  });

  it.each(["armed", "pressed"])("whose host crashes right before the effect (%s) has none until a host is up, then one", async (how) => {
    const kit = await open(posting, how === "armed" ? {} : { holds: [{ boundary: "before effect", kind: "slack.posted" }] });
    if (how === "armed") await kit.session.arm({ boundary: "before effect", kind: "slack.posted" });
    await kit.run();
    if (how === "pressed") await kit.session.host.kill();
    await kit.settle();
    expect([(await kit.all("host.killed")).length, (await kit.all("effect")).length]).toEqual([1, 0]);
    await kit.session.host.start();
    await kit.settle();
    expect([(await kit.all("effect")).length, (await kit.all("run.completed")).length]).toEqual([1, 1]);
  });

  it("takes its time also while its host is dead", async () => {
    const kit = await open(asking);
    await kit.session.clock.pause(true);
    await kit.run();
    await kit.session.host.kill();
    await kit.session.clock.pause(false);
    await kit.settle();
    expect(await kit.all("gateway.ended")).toMatchObject([{ t: START + 800 }]);
  });

  it("lost with its engine is made again by the next (L11)", async () => {
    const kit = await open(posting, { holds: [{ boundary: "before effect", kind: "slack.posted" }] });
    await kit.run();
    await kit.session.engine.restart();
    await kit.session.holds([]);
    await kit.settle();
    expect([(await kit.all("effect")).length, (await kit.all("run.completed")).length]).toEqual([1, 1]);
  });

  it.each([asking, posting])("shows its key neither on the wire nor in what is exported", async (work) => {
    const kit = await open(work);
    await kit.run();
    const shown = JSON.stringify([await kit.session.wire(), await kit.session.export(), await kit.store.loadSnapshot()]);
    expect(shown).toContain("AIGateway".slice(2));
    // The program itself, which the learner wrote, is the one place where it stands.
    expect(shown.split(/KEY-OF-THE-MODEL|TOKEN-OF-THE-CHAT/)).toHaveLength(2);
  });
});
