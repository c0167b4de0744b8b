// The one place that knows what an action asks of a session. It throws only where the lab's own definition is wrong or the
// session breaks; new code that is refused comes back as an outcome.
import type { Fact } from "../../log/facts.ts";
import { openRequests } from "../../log/requests.ts";
import { runsOf } from "../../log/read.ts";
import { filledEvents } from "../../session/event.ts";
import type { DeployResult, Files, LabSession } from "../../session/lab-session.ts";
import type { Action } from "./actions.ts";
import type { Act, At, LabDefinition } from "./definition.ts";
import { withoutLabel } from "./setup.ts";

/** What an action is about: the lab, its act, the texts of its variants, and the log as it stands. */
export type Bench = {
  readonly session: LabSession;
  readonly lab: LabDefinition;
  readonly act: Act;
  /** Every file of a variant; undefined when there is none of that name. */
  readonly variant: (name: string) => Files | undefined;
  readonly facts: () => Promise<readonly Fact[]>;
};

/** `refused`: the new code does not run; what served before still serves. */
export type Outcome = { readonly done: true } | { readonly done: false; readonly refused: Extract<DeployResult, { ok: false }> };

const DONE: Outcome = { done: true };
/** A lab whose runs never come to rest is stopped after so many wake-ups. */
const MOST_WAKE_UPS = 5000;

export class NoSuchAction extends Error {
  readonly code = "no-such-action";
}

export async function perform(at: Bench, action: Action): Promise<Outcome> {
  const { session } = at;
  switch (action.do) {
    case "send":
    case "post":
    case "webhook":
    case "decide":
      return done(tell(at, action));
    case "rerun":
    case "cancel":
    case "replay":
    case "pause-function":
      return done(steer(at, action));
    case "change":
      return deployed(session.deploy(found(at.variant(action.variant), `variant ${action.variant}`), "change", action.variant));
    case "apply":
      return deployed(session.deploy(action.files, action.by, action.id));
    case "start":
      return deployed(session.host.start());
    case "crash":
      return done(session.host.kill());
    case "arm":
      return done(session.arm(momentOf(at.act, action.moment)));
    case "disarm":
      return done(session.arm(undefined));
    case "restart-engine":
      return done(session.engine.restart());
    case "checkpointing":
      return done(session.engine.checkpointing(action.on));
    case "fault":
      return done(session.fault(action.fault, action.on));
    case "wake":
      return done(session.clock.next());
    case "play":
      return done(playOn(session));
    case "advance":
      return done(session.clock.advance(action.ms));
    case "pause":
      return done(session.clock.pause(action.on));
    case "speed":
      return done(session.clock.rate(action.rate));
  }
}

async function done(work: Promise<unknown>): Promise<Outcome> {
  await work;
  return DONE;
}

async function deployed(work: Promise<DeployResult>): Promise<Outcome> {
  const result = await work;
  return result.ok ? DONE : { done: false, refused: result };
}

/** What reaches the engine from outside: events, webhooks, a reviewer's decision. */
async function tell(at: Bench, action: Extract<Action, { do: "send" | "post" | "webhook" | "decide" }>): Promise<unknown> {
  const { session, act } = at;
  switch (action.do) {
    case "send": {
      const event = found(
        act.events.find(({ key }) => key === action.event),
        `event ${action.event}`,
      );
      return session.sendMany(filledEvents(event, await at.facts()));
    }
    case "post":
      return session.send({ name: action.name, data: action.data });
    case "webhook": {
      const { webhook, body, headers } = found(
        act.webhooks.find(({ key }) => key === action.webhook),
        `webhook ${action.webhook}`,
      );
      return session.webhook(webhook, { body, ...(headers && { headers }) });
    }
    case "decide": {
      const open = at.lab.requests === undefined ? [] : openRequests(await at.facts(), at.lab.requests, act.id);
      const asked = typeof action.request === "string" ? open.find(({ id }) => id === action.request) : open[action.request - 1];
      return session.decide(found(asked, `undecided request ${action.request}`).id, action.answer);
    }
  }
}

/** What an operator does with runs. */
async function steer(at: Bench, action: Extract<Action, { do: "rerun" | "cancel" | "replay" | "pause-function" }>): Promise<unknown> {
  const { session } = at;
  if (action.do === "replay") return session.replay({});
  if (action.do === "pause-function") return session.pauseFunction(action.fn, action.on);
  const runs = runsOf(await at.facts());
  const ofAct = (act: string | undefined): boolean => act === undefined || act === at.act.id;
  const run = action.run === undefined ? runs.findLast((each) => ofAct(each.act)) : runs[action.run - 1];
  const { runId } = found(run, "run");
  if (action.do === "cancel") return session.cancel(runId);
  return session.rerun(runId, action.from === undefined ? undefined : { stepId: action.from });
}

async function playOn(session: LabSession): Promise<void> {
  for (let woken = 0; woken < MOST_WAKE_UPS; woken += 1) {
    if ((await session.place()).clock.next === undefined) return;
    await session.clock.next();
  }
}

function momentOf(act: Act, index: number): At {
  return withoutLabel(act.crashAt[index] ?? act.holds[index] ?? { boundary: "before step" });
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NoSuchAction(`There is no ${what}.`);
  return value;
}
