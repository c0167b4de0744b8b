// `LabSession` on both sides of a channel, made from the declaration of its verbs: flat calls where the engine is, the nested
// interface where the page is. Neither side names a verb.
import type { LabSession } from "./lab-session.ts";
import { type SessionCalls, type VerbName, verbNames } from "./verbs.ts";

type Call = (...args: readonly unknown[]) => Promise<unknown>;
type Level = { [key: string]: Call | Level };

/** The engine's side: each call goes to the verb of its name. `session` is asked for at each call, and may throw. */
export function sessionCalls(session: () => LabSession): SessionCalls {
  const calls = verbNames.map((name): [VerbName, Call] => [name, (...args) => verbOf(session(), name)(...args)]);
  // Sound, since the declaration has the names and types of `LabSession` itself.
  return Object.fromEntries(calls) as unknown as SessionCalls;
}

function verbOf(session: LabSession, name: VerbName): Call {
  const [group = "", verb] = name.split(".");
  const level = session as unknown as Level;
  return (verb === undefined ? level[group] : (level[group] as Level)[verb]) as Call;
}

/** Asks the other side, by the flat names of `SessionCalls`. Rejects with what the verb rejects with, or when nobody answers. */
export type AskSession = <Name extends VerbName>(
  name: Name,
  ...args: Parameters<SessionCalls[Name]>
) => Promise<Awaited<ReturnType<SessionCalls[Name]>>>;

/** What the page does itself. */
export type PageSide = Pick<LabSession, "subscribe" | "dispose"> & {
  restartEngine(): Promise<void>;
  capabilities(): LabSession["capabilities"];
};

/** The page's side: each verb asks for the call of its name. */
export function createRemoteSession(ask: AskSession, page: PageSide): LabSession {
  const session: Level = {};
  for (const name of verbNames) {
    const [group = "", verb] = name.split(".");
    const call: Call = (...args) => ask(name, ...(args as never));
    if (verb === undefined) session[group] = call;
    else session[group] = { ...(session[group] as Level | undefined), [verb]: call };
  }
  const { engine, ...verbs } = session as unknown as Omit<LabSession, keyof PageSide>;
  return {
    ...verbs,
    engine: { ...engine, restart: page.restartEngine },
    subscribe: page.subscribe,
    get capabilities() {
      return page.capabilities();
    },
    dispose: page.dispose,
  };
}
