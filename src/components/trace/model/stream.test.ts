import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { createStream } from "./stream.ts";
import { fakePorts } from "./testing/fake-ports.ts";

function open() {
  const page = fakePorts();
  const told: Fact[] = [];
  const opened = { times: 0 };
  const stream = createStream(
    { open: page.ports.stream, after: page.ports.after },
    { facts: (facts) => told.push(...facts), open: () => (opened.times += 1) },
  );
  stream.connect();
  return { page, told, opened, stream, source: () => page.sources.at(-1) };
}

const fact = { seq: 1, t: 0, type: "engine.drained" } as const;

describe("the stream of facts", () => {
  it("tells each batch as it comes", () => {
    const { told, source, stream } = open();
    source()?.tell("open");
    source()?.tell("facts", [fact]);
    expect(told).toEqual([fact]);
    expect(stream.state.value).toBe("live");
  });

  it("says that it is lost, connects again after a while, and that what is shown may be old", async () => {
    const { page, opened, source, stream } = open();
    source()?.tell("open");
    source()?.tell("error");
    expect(stream.state.value).toBe("lost");
    expect(page.sources[0]?.closed).toBe(true);
    await page.ring();
    source()?.tell("open");
    expect(stream.state.value).toBe("live");
    expect(opened.times).toBe(2);
    expect(page.sources.length).toBe(2);
  });

  it("waits longer the more often it fails, and briefly again after it has held", async () => {
    const { page, source } = open();
    const waits: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      source()?.tell("error");
      waits.push(...[...page.timers].map((timer) => timer.ms));
      await page.ring();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 4000]);
    source()?.tell("open");
    source()?.tell("error");
    expect([...page.timers].map((timer) => timer.ms)).toEqual([500]);
  });

  it("gives its connection back while nobody looks, and hears nothing of the old one", () => {
    const { page, told, stream } = open();
    const old = page.sources[0];
    old?.tell("open");
    stream.rest();
    old?.tell("facts", [fact]);
    expect([old?.closed, stream.state.value, told]).toEqual([true, "resting", []]);
    stream.connect();
    expect(page.sources.length).toBe(2);
  });
});
