// The routes that SDKs and terminals use, over the real engine and store (protocol.md 4, 6.3).
import { afterEach, describe, expect, it } from "vitest";
import { openKit, type Kit, type KitOptions } from "./http.kit.ts";

const open: Kit[] = [];
async function kit(options?: KitOptions): Promise<Kit> {
  const opened = await openKit(options);
  open.push(opened);
  return opened;
}
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

describe("an event posted by HTTP", () => {
  it("runs the function through the SDK, checkpoints and all, by this interface alone", async () => {
    const { post, settle, get } = await kit();
    const sent = await post("/e/any-key", { name: "order/paid", data: { cents: 500 } });
    expect(sent).toMatchObject({ status: 200, body: { status: 200 } });
    await settle();
    const { body } = await get("/trace/runs");
    expect(body).toMatchObject({ total: 1, rows: [{ fn: "shop-pay", status: "completed", output: { charged: 500 }, steps: 2 }] });
  });
});
