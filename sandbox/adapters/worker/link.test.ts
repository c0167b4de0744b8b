import { afterEach, describe, expect, test } from "vitest";
import { type Calls, type Link, LinkClosed, openLink } from "./link.ts";

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

type Server = { add(a: number, b: number): number; fail(): never; never(): Promise<void>; take(port: MessagePort): boolean };

function linked(offers: Partial<Server> & Calls): Link<Server> {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  openLink(port2, offers);
  return openLink<Server>(port1, {});
}

describe("a link", () => {
  test("carries a question to the other side and its answer back", async () => {
    const link = linked({ add: (a, b) => a + b });
    expect(await Promise.all([link.ask("add", 1, 2), link.ask("add", 3, 4)])).toEqual([3, 7]);
  });

  test("carries an error with its name, message and code", async () => {
    const link = linked({
      fail: () => {
        throw Object.assign(new TypeError("no"), { code: "said-no" });
      },
    });
    await expect(link.ask("fail")).rejects.toMatchObject({ name: "TypeError", message: "no", code: "said-no" });
  });

  test("refuses what the other side does not offer, also when every object has it", async () => {
    const link = linked({}) as unknown as Link<Calls & { toString(): string }>;
    await expect(link.ask("toString")).rejects.toThrow('Nobody here answers "toString"');
  });

  test("hands a port over with the question", async () => {
    const link = linked({ take: (port) => port instanceof MessagePort });
    const { port2 } = new MessageChannel();
    expect(await link.askWith("take", [port2], port2)).toBe(true);
  });

  test("rejects every open question when it is closed, and every later one", async () => {
    const link = linked({ never: () => new Promise<void>(() => {}) });
    const asked = link.ask("never");
    link.close(new LinkClosed("engine"));
    await expect(asked).rejects.toMatchObject({ code: "link-closed" });
    await expect(link.ask("never")).rejects.toMatchObject({ code: "link-closed" });
  });
});
