// Small labs for the worker place's tests: files and setups.
import type { Files } from "../../session/lab-session.ts";
import type { LabSetup, Opened } from "../../session/open.ts";
import { openLab } from "./client.ts";

const client = `import { Inngest } from "inngest";
export const inngest = new Inngest({ id: "app" });
`;

/** A file whose one function, for the event `go`, has this body. */
export const functionWith = (body: string): Files => ({
  "main.ts": `import { inngest } from "./client";
export const main = inngest.createFunction({ id: "main", triggers: [{ event: "go" }] }, async ({ step }) => {
${body}
});`,
  "client.ts": client,
});

/** A step, three days of sleep, a step. */
export const sleeper = `  const hello = await step.run("hello", () => "hi");
  await step.sleep("nap", "3d");
  return step.run("bye", () => hello + " and bye");`;

/** A lab of its own for each test. */
export const setupWith = (body: string, over: Partial<LabSetup> = {}): LabSetup => ({
  id: `test-${crypto.randomUUID()}`,
  seed: "seed",
  startsAt: Date.parse("2026-11-23T09:00:00Z"),
  files: functionWith(body),
  holds: [],
  imports: ["inngest"],
  world: { options: {} },
  ...over,
});

/** Opens labs and closes them all together. */
export function createLabs(): { open(setup: LabSetup): Promise<Opened>; closeAll(): Promise<void> } {
  const opened: Opened[] = [];
  return {
    async open(setup) {
      const lab = await openLab(setup);
      opened.push(lab);
      return lab;
    },
    async closeAll() {
      for (const { session } of opened.splice(0)) await session.dispose();
    },
  };
}
