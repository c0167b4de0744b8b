// Sentences of the lessons about the SDK that no lab shows: each is asked of the unmodified package.
import { Inngest } from "inngest";
import { afterEach, describe, expect, it } from "vitest";
import { createEngine, type TestEngine } from "../testing/test-engine.ts";

const opened: TestEngine[] = [];
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.stop();
});

type Handler = Parameters<Inngest["createFunction"]>[1];

/** One function for the event `go`, and what the SDK has warned of. */
async function open(handler: Handler): Promise<{ readonly engine: TestEngine; readonly warned: readonly string[] }> {
  const warned: string[] = [];
  const quiet = (): void => {};
  const logger = { info: quiet, debug: quiet, error: quiet, warn: (...said: unknown[]) => void warned.push(JSON.stringify(said)) };
  const client = new Inngest({ id: "claims", logger, internalLogger: logger });
  const engine = await createEngine({ client, functions: [client.createFunction({ id: "main", triggers: [{ event: "go" }] }, handler)] });
  opened.push(engine);
  await engine.send({ name: "go" });
  await engine.settle();
  return { engine, warned };
}

describe("the SDK, as the lessons have it,", () => {
  it("numbers an id that repeats, and warns of it", async () => {
    const { engine, warned } = await open(async ({ step }) => [await step.run("same", () => 1), await step.run("same", () => 2)]);
    expect((await engine.run()).output).toEqual([1, 2]);
    expect(warned).toEqual([expect.stringContaining('Duplicate step ID \\"same\\"')]);
  });

  it("does not notice that steps come in another order than before", async () => {
    let entry = 0;
    const { engine, warned } = await open(async ({ step }) => {
      entry += 1;
      const names = entry === 1 ? ["a", "b"] : ["b", "a"];
      for (const name of names) await step.run(name, () => name);
      await step.sleep("nap", "1h");
      return names;
    });
    await engine.advance("1h");
    expect((await engine.run()).output).toEqual(["b", "a"]);
    expect(warned).toEqual([]);
  });

  it("has a handler that throws outside its steps tried again, too", async () => {
    let tries = 0;
    const { engine } = await open(async ({ step }) => {
      await step.run("once", () => 1);
      tries += 1;
      if (tries < 3) throw new Error("outside of any step");
      return tries;
    });
    await engine.advance("5m");
    expect((await engine.run()).output).toBe(3);
  });
});
