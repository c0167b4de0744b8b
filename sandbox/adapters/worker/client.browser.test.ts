// The worker place end to end: page, engine worker, cage, host worker, store.
import { afterEach, describe, expect, test } from "vitest";
import type { Fact } from "../../log/facts.ts";
import type { Files, LabSession } from "../../session/lab-session.ts";
import type { LabSetup, Opened } from "../../session/open.ts";
import { openLab } from "./client.ts";

const opened: Opened[] = [];
afterEach(async () => {
  for (const { session } of opened.splice(0)) await session.dispose();
});

const client = `import { Inngest } from "inngest";\nexport const inngest = new Inngest({ id: "app" });\n`;
const functionWith = (body: string): Files => ({
  "main.ts": `import { inngest } from "./client";
export const main = inngest.createFunction({ id: "main", triggers: [{ event: "go" }] }, async ({ step }) => {
${body}
});`,
  "client.ts": client,
});

const setupWith = (body: string, over: Partial<LabSetup> = {}): LabSetup => ({
  id: `test-${crypto.randomUUID()}`,
  seed: "seed",
  startsAt: Date.parse("2026-11-23T09:00:00Z"),
  files: functionWith(body),
  holds: [],
  imports: ["inngest"],
  world: { options: {} },
  ...over,
});

async function open(setup: LabSetup): Promise<Opened> {
  const lab = await openLab(setup);
  opened.push(lab);
  return lab;
}

const types = (facts: readonly Fact[]): string[] => facts.map(({ type }) => type);
/** Resolves with the log once it holds a fact of this type (the `count`th). */
const until = async (session: LabSession, type: Fact["type"], count = 1): Promise<readonly Fact[]> => {
  await expect.poll(async () => types(await session.facts()).filter((each) => each === type).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  return session.facts();
};

const sleeper = `  const hello = await step.run("hello", () => "hi");
  await step.sleep("nap", "3d");
  return step.run("bye", () => hello + " and bye");`;

describe("the worker place", () => {
  test("runs a function to its end, over three days of sleep, by two presses", { timeout: 20_000 }, async () => {
    const { session } = await open(setupWith(sleeper));
    await session.send({ name: "go", data: {} });
    await until(session, "sleep.started");
    await session.clock.next();
    const facts = await until(session, "run.completed");
    expect(facts.find((fact) => fact.type === "run.completed")).toMatchObject({ output: "hi and bye" });
  });
});
