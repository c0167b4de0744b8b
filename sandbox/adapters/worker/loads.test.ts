import { describe, expect, it } from "vitest";
import type { Loading } from "../../session/open.ts";
import { createLoads, receive } from "./loads.ts";

describe("what has come of a lab", () => {
  it("is the sum of its texts, piece by piece, and the engine whole", () => {
    const told: Loading[] = [];
    const loads = createLoads((now) => told.push(now));
    const [host, zod] = [loads.of(500), loads.of(300)];
    host(100);
    zod(300);
    loads.engine();
    loads.engine();
    host(400);
    expect(told.slice(2)).toEqual([
      { loaded: 100, total: 800, engine: false },
      { loaded: 400, total: 800, engine: false },
      { loaded: 400, total: 800, engine: true },
      { loaded: 800, total: 800, engine: true },
    ]);
  });

  it("is counted as it comes, and the text is whole, also where a piece ends within a letter", async () => {
    const bytes = new TextEncoder().encode("a naïve café");
    const pieces = [bytes.slice(0, 5), bytes.slice(5, 13), bytes.slice(13)];
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(stream) {
        for (const piece of pieces) stream.enqueue(piece);
        stream.close();
      },
    });
    const came: number[] = [];
    expect(await receive(new Response(body), (count) => came.push(count))).toBe("a naïve café");
    expect(came).toEqual(pieces.map(({ length }) => length));
  });
});
