// The verbs of a session that travel: the one declaration from which the page's side of a channel, the engine's side, what an
// observer may ask and the tests' fake are made. A new verb is added to `LabSession`, named here, and implemented in the controller.
// Boundary: names and types only. What a verb promises is said at `LabSession`; how it travels is the link's to say.
import type { LabSession } from "./lab-session.ts";

type Verb = (...args: never[]) => Promise<unknown>;

/** What the page does itself, because it outlives the engine: these need no channel. */
type KeptByPage = "engine.restart" | "dispose";

/** The verbs of one level, and those of a group as `group.verb`. What is no verb (`subscribe`, `capabilities`) has no name here. */
type VerbNames<Session> = {
  [Key in keyof Session & string]: Session[Key] extends Verb ? Key : `${Key}.${VerbsOf<Session[Key]>}`;
}[keyof Session & string];
type VerbsOf<Group> = { [Key in keyof Group & string]: Group[Key] extends Verb ? Key : never }[keyof Group & string];

export type VerbName = Exclude<VerbNames<LabSession>, KeptByPage>;

type VerbAt<Session, Name extends string> = Name extends `${infer Group}.${infer Key}`
  ? Group extends keyof Session
    ? VerbAt<Session[Group], Key>
    : never
  : Name extends keyof Session
    ? Extract<Session[Name], Verb>
    : never;

/** `LabSession` with flat names, as it crosses a channel: `clock.next` for `session.clock.next`. */
export type SessionCalls = { readonly [Name in VerbName]: VerbAt<LabSession, Name> };

/** `reads`: changes nothing, so that an observer may ask it. `replaces`: the log is another one afterwards. `acts`: the rest. */
type VerbKind = "reads" | "acts" | "replaces";

/** Every verb that travels. One that is missing here, or unknown to `LabSession`, does not compile. */
export const sessionVerbs = {
  facts: "reads",
  place: "reads",
  send: "acts",
  sendMany: "acts",
  webhook: "acts",
  transforms: "acts",
  "clock.pause": "acts",
  "clock.rate": "acts",
  "clock.next": "acts",
  "clock.advance": "acts",
  "host.kill": "acts",
  "host.start": "acts",
  arm: "acts",
  enterAct: "acts",
  holds: "acts",
  release: "acts",
  "engine.drain": "acts",
  "engine.checkpointing": "acts",
  fault: "acts",
  deploy: "acts",
  rerun: "acts",
  cancel: "acts",
  cancelMany: "acts",
  replay: "acts",
  pauseFunction: "acts",
  decide: "acts",
  "world.query": "reads",
  "world.tables": "reads",
  wire: "reads",
  export: "reads",
  import: "replaces",
  reset: "replaces",
} as const satisfies { readonly [Name in VerbName]: VerbKind };

export const verbNames = Object.keys(sessionVerbs) as readonly VerbName[];

/** Whether `name` is a verb of this kind; any other call over the same link is of none. */
export const isVerb = <Kind extends VerbKind>(name: string, kind: Kind): name is VerbsOfKind<Kind> =>
  Object.hasOwn(sessionVerbs, name) && sessionVerbs[name as VerbName] === kind;

export type VerbsOfKind<Kind extends VerbKind> = {
  [Name in VerbName]: (typeof sessionVerbs)[Name] extends Kind ? Name : never;
}[VerbName];
