// The stream of facts: complete, in order, resumable, and no burden on the place when nobody reads it.
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import type { NodePlace } from "../ports.ts";
import { closeKits, openKit, type Kit } from "./http.kit.ts";
import { streamFacts } from "./stream.ts";

afterEach(closeKits);

/** Reads server-sent events off a response, one by one. */
class Reader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #rest = "";
  constructor(response: Response) {
    if (response.body === null) throw new Error("There is no stream.");
    this.#reader = response.body.getReader();
  }
  async next(): Promise<{ readonly id: number; readonly facts: readonly Fact[]; readonly text: string }> {
    while (!this.#rest.includes("\n\n")) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error("The stream has ended.");
      this.#rest += new TextDecoder().decode(value);
    }
    const end = this.#rest.indexOf("\n\n");
    const text = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 2);
    const facts = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "[]") as Fact[];
    return { id: Number(/^id: (\d+)$/m.exec(text)?.[1] ?? -1), facts, text };
  }
  /** Reads on until the fact of this number has come. */
  async until(seq: number): Promise<readonly number[]> {
    const seqs: number[] = [];
    while ((seqs.at(-1) ?? 0) < seq) seqs.push(...(await this.next()).facts.map((fact) => fact.seq));
    return seqs;
  }
  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function open(kit: Kit, query = "", headers: Record<string, string> = {}): Promise<Reader> {
  const response = await kit.api.request(`http://localhost:8288/trace/stream${query}`, { headers });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = new Reader(response);
  expect((await reader.next()).text).toBe("retry: 1000");
  return reader;
}

const upTo = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const last = (kit: Kit): number => kit.store.lastSeq?.() ?? 0;

describe("the stream of facts", () => {
  it("begins where it is asked to, and goes on with what is new, each fact once and in order", async () => {
    const kit = await openKit();
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    const before = last(kit);
    const reader = await open(kit, "?from=3");
    expect(await reader.until(before)).toEqual(upTo(3, before));
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    expect(await reader.until(last(kit))).toEqual(upTo(before + 1, last(kit)));
    await reader.close();
  });

  it("tells only what is new when no beginning is named", async () => {
    const kit = await openKit();
    const before = last(kit);
    const reader = await open(kit);
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    expect(await reader.until(last(kit))).toEqual(upTo(before + 1, last(kit)));
    await reader.close();
  });

  it("goes on after the last event that the browser names, which wins over the address", async () => {
    const kit = await openKit();
    await kit.post("/e/x", { name: "order/paid" });
    await kit.settle();
    const reader = await open(kit, "?from=1", { "last-event-id": "4" });
    const { facts, id } = await reader.next();
    expect(facts[0]?.seq).toBe(5);
    expect(id).toBe(facts.at(-1)?.seq);
    await reader.close();
  });

  it("refuses a beginning that is no number", async () => {
    const { get } = await openKit();
    for (const query of ["?from=x", "?from=-1", "?from=1e9", "?since=3"]) expect((await get(`/trace/stream${query}`)).status).toBe(400);
  });

  it("opens nothing for who asks for its headers alone", async () => {
    const kit = await openKit();
    for (let n = 0; n < 150; n += 1) expect((await kit.ask("HEAD", "/trace/stream")).headers.get("content-type")).toBe("text/event-stream");
    await (await open(kit)).close();
  });

  it("is given to so many readers and no more, and again when one has gone", async () => {
    const kit = await openKit();
    const readers = await Promise.all(Array.from({ length: 100 }, () => open(kit)));
    expect((await kit.get("/trace/stream")).status).toBe(503);
    await readers[0]?.close();
    const again = await open(kit);
    await Promise.all([again, ...readers.slice(1)].map((reader) => reader.close()));
  });
});

/** A place of one log, into which a test writes, and which counts what is held and read. */
function logOnly(): { place: NodePlace; append: (count: number) => void; listeners: Set<unknown>; longestRead: () => number } {
  const facts: Fact[] = [];
  const listeners = new Set<(facts: readonly Fact[]) => void>();
  let longest = 0;
  const store = {
    async readSome(from: number, limit: number) {
      const found = facts.slice(Math.max(0, from - 1), Math.max(0, from - 1) + limit);
      longest = Math.max(longest, found.length);
      return found;
    },
  };
  const engine = {
    subscribe(listener: (facts: readonly Fact[]) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  function append(count: number): void {
    const fresh = Array.from({ length: count }, (_, n): Fact => ({ seq: facts.length + n + 1, t: 0, type: "engine.drained" }));
    facts.push(...fresh);
    for (const listener of listeners) listener(fresh);
  }
  return { place: { engine, store } as unknown as NodePlace, append, listeners, longestRead: () => longest };
}

describe("a reader that does not read", () => {
  it("costs the place no more than a page, and gets everything when it reads again", async () => {
    const { place, append, longestRead } = logOnly();
    const reader = new Reader(new Response(streamFacts(place, { from: 1 })));
    await reader.next();
    for (let n = 0; n < 1000; n += 1) append(50);
    expect(await reader.until(50_000)).toEqual(upTo(1, 50_000));
    expect(longestRead()).toBeLessThanOrEqual(200);
    await reader.close();
  });

  it("is forgotten when it goes, whatever it was waiting for", async () => {
    const { place, append, listeners } = logOnly();
    let closed = 0;
    const reader = new Reader(new Response(streamFacts(place, { closed: () => void (closed += 1) })));
    await reader.next();
    const waiting = reader.next().catch(() => "ended");
    expect(listeners.size).toBe(1);
    await reader.close();
    append(10);
    expect(await waiting).toBe("ended");
    expect([listeners.size, closed]).toEqual([0, 1]);
  });

  it("is let go when the store tells nothing more", async () => {
    const { place, listeners } = logOnly();
    let closed = 0;
    Object.assign(place.store, { readSome: () => Promise.reject(new Error("The store is closed.")) });
    const reader = new Reader(new Response(streamFacts(place, { from: 1, closed: () => void (closed += 1) })));
    await reader.next();
    await expect(reader.next()).rejects.toThrow("The store is closed.");
    expect([listeners.size, closed]).toEqual([0, 1]);
  });

  it("is told now and then that the place is still there", async () => {
    const { place } = logOnly();
    const reader = new Reader(new Response(streamFacts(place, { heartbeatMs: 1 })));
    await reader.next();
    expect((await reader.next()).text).toBe(": still here");
    await reader.close();
  });

  it("misses nothing and gets nothing twice, in whatever order writing and reading take turns", async () => {
    const turns = fc.array(fc.oneof(fc.nat(450), fc.constant("read" as const)), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(turns, fc.nat(300), fc.boolean(), async (moves, before, fromStart) => {
        const { place, append } = logOnly();
        append(before);
        let written = before;
        const reader = new Reader(new Response(streamFacts(place, fromStart ? { from: 1 } : {})));
        await reader.next();
        const seen: number[] = [];
        const first = fromStart ? 1 : before + 1;
        for (const move of moves) {
          if (move !== "read") {
            append(move);
            written += move;
          } else if ((seen.at(-1) ?? first - 1) < written) seen.push(...(await reader.next()).facts.map(({ seq }) => seq));
        }
        if ((seen.at(-1) ?? first - 1) < written) seen.push(...(await reader.until(written)));
        expect(seen).toEqual(upTo(first, written));
        await reader.close();
      }),
      { numRuns: process.env["LONG"] === "1" ? 1000 : 60 },
    );
  });
});
