// A host worker as the engine sees it, with a worker of the test's own at the other end of the port and a clock turned by hand.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { HostApi, HostUp } from "../../place/ports.ts";
import type { ControllerCalls, HostCalls } from "./calls.ts";
import { createHostBody } from "./host-body.ts";
import { type Link, openLink } from "./link.ts";
import { BEAT_MS } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

const up: HostUp = { ok: true, functions: 1 };

/** A body whose worker does as the test says. `stops`: it answers nothing from now on, as in an endless loop. */
function bodyWith(start: (worker: Link<ControllerCalls>) => Promise<HostUp>) {
  const state = { ended: false, stopped: false, silences: 0 };
  const open = (port: MessagePort): void => {
    const offers: Partial<HostCalls> = {
      start: () => start(worker),
      ping: () => (state.stopped ? new Promise<never>(() => {}) : undefined),
    };
    const worker = openLink<ControllerCalls>(port as never, offers as HostCalls);
    worker.tell("ready");
  };
  const body = createHostBody(1, "spawn", {
    supervisor: {
      spawn: (_key, port) => open(port),
      attach: () => undefined,
      end: () => (state.ended = true),
      serving: () => undefined,
      ping: () => Promise.resolve(),
    },
    imports: [],
    controller: () => ({ now: () => 0 }) as unknown as HostApi,
    silent: async () => void (state.silences += 1),
  });
  return { body, state };
}

/** Lets the clock go on beat by beat, and what is on its way in a port arrive in between. */
async function pass(beats: number): Promise<void> {
  for (let beat = 0; beat < beats; beat += 1) {
    vi.advanceTimersByTime(BEAT_MS);
    await new Promise((next) => setImmediate(next));
    await new Promise((next) => setImmediate(next));
  }
}

describe("a host that loads", () => {
  test("is waited for as long as none of its files has begun, whatever it answers", async () => {
    const { promise, resolve } = Promise.withResolvers<HostUp>();
    const { body, state } = bodyWith(() => promise);
    state.stopped = true;
    const loading = body.load(1, {});
    await pass(3000);
    expect(state).toMatchObject({ ended: false, silences: 0 });
    resolve(up);
    state.stopped = false;
    expect(await loading).toEqual(up);
    body.end();
  });

  test("is stopped when a file that has begun falls silent, and that file is named", async () => {
    const { body, state } = bodyWith(async (worker) => {
      worker.tell("loading", "client.ts");
      worker.tell("loading", "agent.ts");
      state.stopped = true;
      return new Promise(() => {});
    });
    const loading = body.load(1, {});
    await pass(40);
    expect(await loading).toMatchObject({ ok: false, message: expect.stringMatching(/^agent\.ts .*top level runs for ever/) as string });
    // It had not come into service, so no death is written down.
    expect(state).toMatchObject({ ended: true, silences: 0 });
  });

  test("is stopped when it falls silent in service, and its death is told", async () => {
    const { body, state } = bodyWith(async (worker) => {
      worker.tell("loading", "agent.ts");
      return up;
    });
    const loading = body.load(1, {});
    await pass(5);
    expect(await loading).toEqual(up);
    await pass(100);
    expect(state).toMatchObject({ ended: false, silences: 0 });
    state.stopped = true;
    await pass(40);
    expect(state).toMatchObject({ ended: true, silences: 1 });
  });
});
