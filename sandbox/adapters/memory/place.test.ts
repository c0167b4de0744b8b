import { afterEach, describe, expect, it } from "vitest";
import { createWorld } from "../../world/world.ts";
import { createMemoryPlace, type MemoryPlace } from "./place.ts";

const client = `import { Inngest } from "inngest";\nexport const inngest = new Inngest({ id: "app" });\n`;
const greet = `
import { inngest } from "./client.ts";
export const greet = inngest.createFunction({ id: "greet", triggers: { event: "demo/greet" } }, async ({ event, step }) => {
  console.log("starting");
  const hello = await step.run("hello", async () => "Hello, " + event.data.name);
  await step.sleep("three-days", "3d");
  const bye = await step.run("bye", async () => "Bye, " + event.data.name);
  return { hello, bye };
});
`;
let place: MemoryPlace;
afterEach(() => place.session.dispose());

describe("the memory place", () => {
  it("runs a learner's file with the real SDK, through a sleep of three days, in no time", async () => {
    place = await createMemoryPlace(
      {
        id: "t",
        seed: "s",
        startsAt: Date.UTC(2026, 0, 1),
        files: { "greet.ts": greet, "client.ts": client },
        holds: [],
        imports: ["inngest"],
        world: { options: {} },
      },
      { world: createWorld({}) },
    );
    await place.session.send({ name: "demo/greet", data: { name: "Ada" } });
    await place.settle();
    await place.session.clock.next();
    await place.settle();
    const facts = await place.session.facts();
    expect(facts.find((fact) => fact.type === "run.completed")).toMatchObject({ output: { hello: "Hello, Ada", bye: "Bye, Ada" } });
  });
});
