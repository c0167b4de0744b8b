import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameReader, encodeFrame, MOST_BYTES } from "./frames.ts";
import { createHostileTerminal, type Hostility } from "./hostile-terminal.ts";
import { createWire, type Wire } from "./wire.ts";

const long = process.env["LONG"] === "1";
const runs = { numRuns: long ? 1000 : 20 };

const hostility = (damage: fc.Arbitrary<number>): fc.Arbitrary<Hostility> =>
  fc.record({
    seed: fc.string(),
    columns: fc.constantFrom(0, 1, 7, 80),
    echo: fc.boolean(),
    colors: fc.boolean(),
    strangers: fc.boolean(),
    damage,
    piece: fc.constantFrom(1, 3, 64, 5000),
  });
const message = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  // Messages longer than a frame, and of its very length.
  fc.constantFrom("a".repeat(MOST_BYTES), "ü🧠".repeat(MOST_BYTES), "b".repeat(5 * MOST_BYTES + 1)),
);
// As JSON writes them: a lone half of a pair is escaped.
const messages = fc.array(
  message.map((text) => text.toWellFormed()),
  { maxLength: 3 },
);

/** A page and a process with a terminal between them. `tick` is the time after which silence means loss. */
function joined(how: Hostility) {
  const heard = { page: [] as string[], process: [] as string[] };
  const terminal = createHostileTerminal(how);
  const rings: (() => void)[] = [];
  const every = (ring: () => void): (() => void) => {
    rings.push(ring);
    return () => undefined;
  };
  const queue: (() => void)[] = [];
  const page: Wire = createWire({
    side: "page",
    heard: (text) => heard.page.push(text),
    every,
    write(text) {
      const { sent, echo } = terminal.input(text);
      for (const piece of echo) queue.push(() => page.receive(piece));
      for (const piece of sent) queue.push(() => process.receive(piece));
    },
  });
  const process: Wire = createWire({
    side: "process",
    heard: (text) => heard.process.push(text),
    every,
    write: (text) => terminal.output(text).forEach((piece) => queue.push(() => page.receive(piece))),
  });
  return {
    page,
    process,
    heard,
    settle(ticks: number) {
      for (let tick = 0; tick <= ticks; tick += 1) {
        for (let next = queue.shift(); next; next = queue.shift()) next();
        for (const ring of rings) ring();
      }
    },
  };
}

describe("messages over a terminal", { timeout: long ? 300_000 : 20_000 }, () => {
  it("arrive once and in order, both ways, whatever it adds, echoes, wraps and cuts", () => {
    fc.assert(
      fc.property(hostility(fc.constant(0)), messages, messages, (how, toProcess, toPage) => {
        const { page, process, heard, settle } = joined(how);
        for (const text of toProcess) page.send(text);
        for (const text of toPage) process.send(text);
        settle(0);
        // A stranger may begin like a frame and take the first of one with it: then time brings it back.
        if (how.strangers) settle(20);
        expect(heard).toEqual({ process: toProcess, page: toPage });
      }),
      runs,
    );
  });

  it("arrive once and in order when characters are lost or changed on the way", () => {
    fc.assert(
      fc.property(hostility(fc.constantFrom(3000, 8000)), messages, messages, (how, toProcess, toPage) => {
        const { page, process, heard, settle } = joined(how);
        for (const text of toProcess) page.send(text);
        for (const text of toPage) process.send(text);
        settle(400);
        expect(heard).toEqual({ process: toProcess, page: toPage });
      }),
      runs,
    );
  });

  it("are never invented: garbage and the other side's own frames are nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (garbage) => {
        const reader = createFrameReader("process");
        for (const text of garbage) expect(reader.read(text).frames).toEqual([]);
        const echo = encodeFrame("page", { kind: "end", seq: 0, bytes: new Uint8Array([1]) });
        expect(reader.read(`~${echo}`).frames).toEqual([]);
      }),
      runs,
    );
  });

  it("come again after garbage: the next whole frame is read", () => {
    const reader = createFrameReader("process");
    const frame = { kind: "end", seq: 7, bytes: new Uint8Array([1, 2, 3]) } as const;
    const text = encodeFrame("process", frame);
    expect(reader.read(`${text.slice(0, 9)}\u001b[31m${text}`)).toEqual({ frames: [frame], damaged: true });
    expect(reader.read(`noise ${text}`)).toEqual({ frames: [frame], damaged: false });
  });
});
