import { describe, expect, it } from "vitest";
import type { LabSession } from "./lab-session.ts";
import { type AskSession, createRemoteSession, type PageSide, sessionCalls } from "./remote-session.ts";
import { type VerbName, verbNames } from "./verbs.ts";
import { allAnswered, askEveryVerb } from "./verbs.kit.ts";

type Asked = readonly [name: VerbName, ...args: readonly unknown[]];

const page: PageSide = {
  subscribe: () => () => undefined,
  restartEngine: async () => undefined,
  capabilities: () => ({ keeps: false, place: "memory" }),
  dispose: async () => undefined,
};

/** A session that answers each verb with its name, and notes what it was asked. */
function echo(asked: Asked[] = []): LabSession {
  const ask = (name: VerbName, ...args: readonly unknown[]): Promise<unknown> => {
    asked.push([name, ...args]);
    return Promise.resolve(name);
  };
  return createRemoteSession(ask as AskSession, page);
}

/** The same session seen from the other end of a channel. */
function across(session: LabSession): LabSession {
  const calls = sessionCalls(() => session) as unknown as { readonly [name: string]: (...args: readonly unknown[]) => Promise<unknown> };
  return createRemoteSession(((name: VerbName, ...args: readonly unknown[]) => calls[name]?.(...args)) as AskSession, page);
}

describe("a remote session", () => {
  it("takes every declared verb to the verb of that name behind it, with its arguments, and brings its answer back", async () => {
    const near: Asked[] = [];
    const far: Asked[] = [];
    expect(await askEveryVerb(echo(near), {})).toEqual(allAnswered());
    expect(await askEveryVerb(across(echo(far)), {})).toEqual(allAnswered());
    expect(far).toEqual(near);
    expect(new Set(far.map(([name]) => name))).toEqual(new Set(verbNames));
    expect(await across(echo()).world.tables()).toBe("world.tables");
  });

  it("does itself what outlives the engine", async () => {
    const remote = across(echo());
    expect(remote.capabilities).toEqual({ keeps: false, place: "memory" });
    await remote.engine.restart();
    await remote.dispose();
    expect(Object.keys(remote.engine).sort()).toEqual(["checkpointing", "drain", "restart"]);
  });

  it("without one of the verbs behind it is found out", async () => {
    const { replay: _, ...rest } = echo();
    const planted = across(rest as LabSession);
    expect(await askEveryVerb(planted, {})).toEqual(allAnswered({ replay: expect.stringContaining("refused: ") as "answered" }));
  });

  it("answers as the session behind it does when that refuses", async () => {
    const session = across({ ...echo(), cancel: () => Promise.reject(new Error("There is no run.")) });
    await expect(session.cancel("r")).rejects.toThrow("There is no run.");
  });
});
