// A disk that is full: an engine on it accepts nothing that is not stored, says why, and goes on once there is room.
import { describe, expect, it } from "vitest";
import { createSeededEntropy } from "../../memory/entropy.ts";
import { createManualClock } from "../../memory/manual-clock.ts";
import { createEngine, type Engine } from "../../../engine/engine.ts";
import type { WireResponse } from "../../../protocol/http.ts";
import type { NodeStore } from "../ports.ts";
import { openSqliteStore } from "./store.ts";
import { freshFile } from "./store.kit.ts";

const engineOn = (store: NodeStore): Promise<Engine> =>
  createEngine({
    clock: createManualClock(1_800_000_000_000),
    entropy: createSeededEntropy("full"),
    store,
    transport: { send: () => Promise.reject(new Error("nobody calls")) },
  });
const send = (engine: Engine, n: number): Promise<WireResponse> =>
  engine.handle({
    method: "POST",
    path: "/e/key",
    headers: {},
    body: JSON.stringify({ name: "a", id: `id ${n}`, data: { text: "x".repeat(2000) } }),
  });

describe("a full disk", () => {
  it("is answered with 503 and a reason; every event that was accepted is there, and none else (L1, L11)", async () => {
    const file = freshFile();
    const full = await openSqliteStore(file, { maxPages: 60 });
    const engine = await engineOn(full);
    const accepted: number[] = [];
    let refused: WireResponse | undefined;
    for (let n = 0; refused === undefined; n += 1) {
      const answer = await send(engine, n);
      if (answer.status === 200) accepted.push(n);
      else refused = answer;
    }
    expect(accepted.length).toBeGreaterThan(3);
    expect(refused.status).toBe(503);
    expect(full.failure?.()).toBe(
      `There is no room left for ${file}. Nothing of this was acknowledged, and what was before is stored. Free some space, then start the engine again.`,
    );
    expect((await send(engine, 999)).status).toBe(503);
    expect((await full.reads.events({})).total).toBe(accepted.length);
    full.close();

    const roomy = await openSqliteStore(file);
    const again = await engineOn(roomy);
    expect((await roomy.reads.events({ limit: 400 })).rows.map((event) => event.id).reverse()).toEqual(accepted.map((n) => `id ${n}`));
    expect((await send(again, 1000)).status).toBe(200);
    again.stop();
    roomy.close();
  });
});
