// The table of what can be pressed in a lab: each control with its accessible name, when it can be used, and the action that it
// stands for. Buttons, chance and journeys read it; a control that stands in no act's list is absent from that act.
import type { Fact } from "../../log/facts.ts";
import { openRequests } from "../../log/requests.ts";
import { runsOf } from "../../log/read.ts";
import type { PlaceView } from "../../session/lab-session.ts";
import type { Action } from "./actions.ts";
import type { ControlName } from "./control-names.ts";
import type { Act, LabDefinition } from "./definition.ts";

/** The controls by which an action is done. */
export const CONTROLS_OF: { readonly [D in Action["do"]]: readonly ControlName[] } = {
  send: ["Run"],
  post: [],
  webhook: ["Webhook"],
  crash: ["Crash host"],
  arm: ["Crash at", "Arm crash"],
  disarm: ["Arm crash"],
  start: ["Start host"],
  "restart-engine": ["Restart engine"],
  wake: ["Next wake-up"],
  play: ["Play", "Next wake-up"],
  advance: [],
  pause: ["Pause"],
  speed: ["Speed"],
  checkpointing: ["Checkpointing"],
  fault: ["Faults"],
  decide: ["Requests"],
  change: ["Change", "Edit code"],
  apply: ["Edit code"],
  rerun: ["Rerun"],
  cancel: ["Cancel run"],
  replay: ["Replay failed"],
  "pause-function": [],
};

/** What decides whether a control can be used and what it would do. Taken from the log and from the place. */
export type Situation = {
  readonly host: PlaceView["host"];
  readonly armed: boolean;
  readonly checkpointing: boolean;
  readonly faults: readonly string[];
  readonly paused: boolean;
  /** Something is due later, or a run is held. */
  readonly due: boolean;
  /** Some run has not ended. */
  readonly unfinished: boolean;
  readonly newest: "none" | "unfinished" | "ended";
  readonly failedRuns: number;
  /** Requests that nobody has decided. */
  readonly openRequests: number;
};

/** The buttons that press one action, in the order of the frame. Undefined: it cannot be pressed now. */
type Button = { readonly name: ControlName; readonly press: (now: Situation, chosen: Chosen) => Action | undefined };
/** What the learner has chosen beside the buttons; `event` is its name in `lab.ts`, `moment` counts the act's moments from 0. */
export type Chosen = { readonly event: string; readonly moment: number };

const isDown = (now: Situation): boolean => now.host === "down" || now.host === "broken";

export const BUTTONS: readonly Button[] = [
  { name: "Run", press: (now, { event }) => (now.host === "starting" ? undefined : { do: "send", event }) },
  { name: "Rerun", press: (now) => (now.newest === "none" ? undefined : { do: "rerun" }) },
  { name: "Crash host", press: (now) => (now.host === "up" ? { do: "crash" } : undefined) },
  { name: "Start host", press: (now) => (isDown(now) ? { do: "start" } : undefined) },
  { name: "Restart engine", press: (now) => (now.host === "none" ? undefined : { do: "restart-engine" }) },
  { name: "Arm crash", press: (now, { moment }) => (now.armed ? { do: "disarm" } : { do: "arm", moment }) },
  { name: "Next wake-up", press: (now) => (now.due ? { do: "wake" } : undefined) },
  { name: "Play", press: (now) => (now.due ? { do: "play" } : undefined) },
  { name: "Pause", press: (now) => ({ do: "pause", on: !now.paused }) },
  { name: "Cancel run", press: (now) => (now.newest === "unfinished" ? { do: "cancel" } : undefined) },
  { name: "Replay failed", press: (now) => (now.failedRuns > 0 ? { do: "replay" } : undefined) },
];

/** The action of a button at this moment; undefined when it cannot be pressed. */
export function pressOf(name: ControlName, now: Situation, chosen: Chosen): Action | undefined {
  return BUTTONS.find((button) => button.name === name)?.press(now, chosen);
}

/** Every action that the act offers now without an edit of the code. */
export function offeredActions(act: Act, now: Situation): readonly Action[] {
  const offered = new Set<ControlName>(act.controls);
  const events = act.events.map(({ key }) => key);
  const chosen = offered.has("Event") ? events : events.slice(0, 1);
  const moments = act.crashAt.map((_, moment) => moment);
  const buttons = BUTTONS.filter(({ name }) => offered.has(name)).flatMap(({ press }) =>
    chosen.flatMap((event) => (moments.length === 0 ? [0] : moments).map((moment) => press(now, { event, moment }))),
  );
  const all = [...buttons, ...choices(act, now, offered)].filter((action) => action !== undefined);
  return [...new Map(all.map((action) => [JSON.stringify(action), action])).values()];
}

/** Switches, selects that act at once, and the cards of open requests. */
function choices(act: Act, now: Situation, offered: ReadonlySet<ControlName>): readonly Action[] {
  const actions: Action[] = [];
  if (offered.has("Crash at") && now.armed) actions.push(...act.crashAt.map((_, moment): Action => ({ do: "arm", moment })));
  if (offered.has("Checkpointing")) actions.push({ do: "checkpointing", on: !now.checkpointing });
  if (offered.has("Faults")) {
    actions.push(...act.faults.map(({ id }): Action => ({ do: "fault", fault: id, on: !now.faults.includes(id) })));
  }
  if (offered.has("Webhook")) actions.push(...act.webhooks.map(({ key }): Action => ({ do: "webhook", webhook: key })));
  if (offered.has("Requests")) {
    for (let request = 1; request <= now.openRequests; request += 1) {
      actions.push({ do: "decide", request, answer: "approve" }, { do: "decide", request, answer: "reject" });
    }
  }
  return actions;
}

/** The situation as log and place tell it. */
export function situationOf(lab: LabDefinition, facts: readonly Fact[], place: PlaceView): Situation {
  const runs = runsOf(facts);
  const newest = runs.at(-1);
  return {
    host: place.host,
    armed: place.armed !== undefined,
    checkpointing: place.checkpointing,
    faults: place.faults,
    paused: place.clock.paused,
    due: place.clock.next !== undefined,
    unfinished: runs.some((run) => run.end === undefined),
    newest: newest === undefined ? "none" : newest.end === undefined ? "unfinished" : "ended",
    failedRuns: runs.filter((run) => run.end?.type === "run.failed").length,
    openRequests: lab.requests === undefined ? 0 : openRequests(facts, lab.requests).length,
  };
}
