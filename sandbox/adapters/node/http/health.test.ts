// L1 at the door: a disk that is full ends the acknowledging, is told in words, and what was acknowledged is there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { openSqliteStore } from "../store/store.ts";
import { closeKits, openKit } from "./http.kit.ts";

afterEach(closeKits);

describe("a disk that is full", () => {
  it("is told at every door, acknowledges nothing more, and has kept what it did acknowledge (L1)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "full-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "engine.db");
    const kit = await openKit({ store: await openSqliteStore(file, { maxPages: 200 }) });
    const acknowledged: string[] = [];
    let refused = await kit.post("/e/x", { name: "a/b" });
    for (let n = 0; n < 200 && refused.status === 200; n += 1) {
      acknowledged.push(...(refused.body as { ids: string[] }).ids);
      refused = await kit.post("/e/x", { name: "a/b", data: { text: "x".repeat(20_000), n } });
    }
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(refused).toMatchObject({ status: 503, body: { status: 503, error: expect.stringMatching(/full/i) } });
    expect(refused.text).not.toContain('"ids"');
    expect(await kit.get("/health")).toMatchObject({ status: 503, body: { message: expect.stringMatching(/full/i) } });
    for (const path of ["/v2/events", "/invoke/shop-pay", "/v2/apps/shop/functions/pay/invoke", "/trace/functions/shop-pay/pause"]) {
      const { status, text } = await kit.post(path, path === "/v2/events" ? { name: "a/b" } : {});
      expect([path, status, /full/i.test(text)]).toEqual([path, 503, true]);
    }
    closeKits();
    const again = await openSqliteStore(file);
    const kept = (await again.read(1)).flatMap((fact) => (fact.type === "event.received" ? [fact.eventId] : []));
    again.close();
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
  });
});
