// The way into a container: its steps, its deadlines, and each reason to give up. Time is turned by hand.
import { describe, expect, it } from "vitest";
import type { BootStep } from "../../session/place-switch.ts";
import { type Booting, createBoots, type Surroundings } from "./boot.ts";
import type { Container } from "./container.ts";

const never = new Promise<never>(() => undefined);

function page(over: Partial<Surroundings> = {}) {
  const alarms: { readonly at: number; readonly ring: () => void }[] = [];
  const container = { mounted: 0, tornDown: 0 };
  const made: Container = {
    mount: async () => void (container.mounted += 1),
    spawn: () => never,
    on: () => () => undefined,
    teardown: () => void (container.tornDown += 1),
  };
  const surroundings: Surroundings = {
    lacks: () => undefined,
    online: () => true,
    reach: async () => undefined,
    boot: async () => made,
    clear: () => undefined,
    after(ms, ring) {
      const alarm = { at: ms, ring };
      alarms.push(alarm);
      return () => void alarms.splice(alarms.indexOf(alarm), 1);
    },
    ...over,
  };
  return {
    surroundings,
    container,
    made,
    alarms,
    /** The time for what is under way runs out. */
    pass: () => alarms.splice(0).forEach(({ ring }) => ring()),
  };
}

function start(at: ReturnType<typeof page>, files: Booting["files"] = async () => ({})) {
  const boot = createBoots(at.surroundings);
  const steps: BootStep[] = [];
  const giveUp = new AbortController();
  const go = (): Promise<Container> => boot({ files, told: (step) => steps.push(step), signal: giveUp.signal });
  const booting = go();
  booting.catch(() => undefined);
  return { booting, steps, giveUp, again: go };
}

/** Lets what is settled settle. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a boot", () => {
  it("goes step by step to a container with its files, and leaves no deadline behind", async () => {
    const at = page();
    const { booting, steps } = start(at);
    expect(await booting).toBe(at.made);
    expect(steps).toEqual(["browser", "reach", "boot", "mount"]);
    expect({ ...at.container, alarms: at.alarms.length }).toEqual({ mounted: 1, tornDown: 0, alarms: 0 });
  });

  it.each<{ readonly over: Partial<Surroundings>; readonly code: string }>([
    { over: { lacks: () => "cookies" }, code: "cookies" },
    { over: { lacks: () => "not-isolated" }, code: "not-isolated" },
    { over: { online: () => false }, code: "offline" },
    { over: { reach: () => Promise.reject(new Error("no such host")) }, code: "unreachable" },
    { over: { boot: () => Promise.reject(new Error("no")) }, code: "refused" },
  ])("that cannot be gives up with $code", async ({ over, code }) => {
    const { booting } = start(page(over));
    await expect(booting).rejects.toMatchObject({ code });
  });

  it("gives the host eight seconds, and takes the question back", async () => {
    let taken = false;
    const at = page({
      reach: (signal) => {
        signal.addEventListener("abort", () => (taken = true));
        return never;
      },
    });
    const { booting } = start(at);
    expect(at.alarms.map(({ at: ms }) => ms)).toEqual([8000]);
    at.pass();
    await expect(booting).rejects.toMatchObject({ code: "unreachable" });
    expect(taken).toBe(true);
  });

  it("gives a container that neither comes nor fails 45 seconds, clears the page, and lets no second one wait behind it", async () => {
    let cleared = 0;
    const at = page({ boot: () => never, clear: () => void (cleared += 1) });
    const { booting, again } = start(at);
    await turn();
    expect(at.alarms.map(({ at: ms }) => ms)).toEqual([45_000]);
    at.pass();
    await expect(booting).rejects.toMatchObject({ code: "timed-out" });
    expect(cleared).toBe(1);
    await expect(again()).rejects.toMatchObject({ code: "timed-out" });
  });

  it("ends a container that comes when nobody waits for it any more", async () => {
    let come: (container: Container) => void = () => undefined;
    const at = page({ boot: () => new Promise((resolve) => (come = resolve)) });
    const { booting, giveUp } = start(at);
    await turn();
    giveUp.abort();
    await expect(booting).rejects.toThrow("given up");
    come(at.made);
    await turn();
    expect(at.container).toEqual({ mounted: 0, tornDown: 1 });
  });

  it("ends the container when its files cannot be had", async () => {
    const at = page();
    const { booting } = start(at, () => Promise.reject(new Error("404")));
    await expect(booting).rejects.toMatchObject({ code: "files" });
    expect(at.container.tornDown).toBe(1);
  });
});
