// Every declared verb asked of a session, for tests of whatever claims to be one: a controller, a remote, a fake.
import type { Exported, Files, LabSession } from "./lab-session.ts";
import { sessionCalls } from "./remote-session.ts";
import { type SessionCalls, type VerbName, verbNames } from "./verbs.ts";

type Arguments = { readonly [Name in VerbName]: Parameters<SessionCalls[Name]> };

/** Arguments that any lab can take; a verb without some does not compile. */
const argumentsFor = (files: Files, exported: Exported): Arguments => ({
  facts: [1],
  place: [],
  send: [{ name: "verbs/one", data: {} }],
  sendMany: [[{ name: "verbs/one", data: {} }]],
  webhook: ["nobody", { body: "{}" }],
  transforms: [{}],
  "clock.pause": [false],
  "clock.rate": [0],
  "clock.next": [],
  "clock.advance": [1],
  "host.kill": [],
  "host.start": [],
  arm: [undefined],
  enterAct: ["one"],
  holds: [[]],
  release: [],
  "engine.drain": [],
  "engine.checkpointing": [true],
  fault: ["no-fault", false],
  deploy: [files, "learner"],
  rerun: ["no-run"],
  cancel: ["no-run"],
  cancelMany: [{ fn: "no-function", startedBefore: 0 }],
  replay: [{ fn: "no-function" }],
  pauseFunction: ["no-function", false],
  decide: ["no-request", "approve"],
  "world.query": ["select 1"],
  "world.tables": [],
  wire: [],
  export: [],
  import: [exported],
  reset: [files],
});

/** What came of each verb, asked one after the other in the order of the declaration. */
export type Outcomes = { readonly [Name in VerbName]?: "answered" | `refused: ${string}` };

export async function askEveryVerb(session: LabSession, files: Files): Promise<Outcomes> {
  const given = argumentsFor(files, await session.export());
  const calls = sessionCalls(() => session);
  const outcomes: { -readonly [Name in VerbName]?: Outcomes[Name] } = {};
  for (const name of verbNames) outcomes[name] = await outcomeOf(calls, name, given[name]);
  return outcomes;
}

async function outcomeOf(calls: SessionCalls, name: VerbName, given: readonly unknown[]): Promise<"answered" | `refused: ${string}`> {
  const call = calls[name] as (...args: readonly unknown[]) => Promise<unknown>;
  try {
    await call(...given);
    return "answered";
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Every verb answered, but for these that refuse: what every place says to these arguments. */
export const allAnswered = (refusals: Outcomes = {}): Outcomes => ({
  ...Object.fromEntries(verbNames.map((name) => [name, "answered"])),
  ...refusals,
});
