// Leads along an act's walk: what to do next, from what has been done and what can be done now. Whoever leaves the walk is met where
// they are, and led back to where an attempt begins. The filled button of the page is this action.
import type { Fact } from "../../log/facts.ts";
import type { Action } from "./actions.ts";
import { offeredActions, type Situation } from "./controls.ts";
import type { Act, LabDefinition } from "./definition.ts";
import { createPressReader } from "./pressed.ts";

export type Guide = {
  take(fact: Fact): void;
  /** The next action; undefined where nobody can do anything but wait, and in an act without a walk. */
  next(now: Situation): Action | undefined;
};

/** How far along the walk the learner is, and which of its variants serves. */
type Standing = { readonly at: number; readonly serves: string | undefined };
const BEGIN: Standing = { at: 0, serves: undefined };

export function createGuide(lab: LabDefinition, act: Act): Guide {
  const { walk = [] } = act;
  let read = createPressReader(lab, act);
  let standing = BEGIN;
  let here = true;
  return {
    take(fact) {
      if (fact.type === "act.entered") {
        here = fact.act === act.id;
        if (here) [read, standing] = [createPressReader(lab, act), BEGIN];
      }
      const pressed = here ? read(fact) : undefined;
      if (pressed !== undefined) standing = followed(act, walk, standing, pressed);
    },
    next: (now) => (walk.length === 0 ? undefined : nextOf({ act, walk, now }, standing)),
  };
}

const starts = ({ do: what }: Action): boolean => what === "send" || what === "webhook" || what === "rerun" || what === "replay";
const edits = ({ do: what }: Action): boolean => what === "change" || what === "apply";
/** What is set before a run begins, and belongs to it. */
const prepares = ({ do: what }: Action): boolean => what === "arm" || what === "fault" || what === "checkpointing";

/** Whether what was pressed is what the walk has there. Any edit counts as the walk's: its goal tells a wrong one. */
function fits(act: Act, wanted: Action | undefined, pressed: Action): boolean {
  if (wanted === undefined) return false;
  if (edits(wanted)) return edits(pressed);
  if (wanted.do === "send" && pressed.do === "send" && !act.controls.includes("Event")) return true;
  if (wanted.do === "decide" && pressed.do === "decide") return wanted.answer === pressed.answer;
  return JSON.stringify(wanted) === JSON.stringify(pressed);
}

/** Where a press leads: on along the walk, back to an attempt that it begins anew, or nowhere. */
function followed(act: Act, walk: readonly Action[], { at, serves }: Standing, pressed: Action): Standing {
  const now = edits(pressed) ? (pressed.do === "change" ? pressed.variant : "") : serves;
  const skipped = walk.slice(at).findIndex((action) => !comesByItself(action) || fits(act, action, pressed));
  if (skipped >= 0 && fits(act, walk[at + skipped], pressed)) return { at: at + skipped + 1, serves: now };
  if (!starts(pressed) && !edits(pressed)) return { at, serves: now };
  const anew = at < walk.length ? -1 : afterWalk(walk, { at, serves });
  const again = fits(act, walk[anew], pressed) ? anew : walk.slice(0, at).findLastIndex((action) => fits(act, action, pressed));
  return { at: again < 0 ? at : again + 1, serves: now };
}

type Around = { readonly act: Act; readonly walk: readonly Action[]; readonly now: Situation };

function nextOf(around: Around, standing: Standing): Action | undefined {
  const { walk, now } = around;
  if (now.host === "down") return { do: "start" };
  // Nothing that the walk counts on goes on while time stands still.
  if (now.paused) return { do: "pause", on: false };
  // Code that does not start is repaired by another edit.
  if (now.host === "broken") return walk.slice(0, standing.at + 1).findLast(edits) ?? walk.find(edits);
  for (let at = standing.at; at < walk.length; at += 1) {
    const action = walk[at];
    if (action !== undefined && isPossible(around, at)) return starts(action) ? (missingBefore(around, at) ?? action) : action;
    if (action === undefined || !comesByItself(action)) return otherwise(around, backFrom(walk, at, standing));
  }
  return otherwise(around, afterWalk(walk, standing));
}

/** What stands otherwise than the walk has it when this run begins there: a switch, a fault, a crash that is armed. */
function missingBefore({ act, walk, now }: Around, at: number): Action | undefined {
  if (!starts(walk[at] ?? { do: "wake" })) return undefined;
  const before = walk.slice(0, at);
  const checkpointing = before.flatMap((action) => (action.do === "checkpointing" ? [action.on] : [])).at(-1) ?? true;
  if (act.controls.includes("Checkpointing") && now.checkpointing !== checkpointing) return { do: "checkpointing", on: checkpointing };
  const onIn = (id: string): boolean =>
    before.flatMap((action) => (action.do === "fault" && action.fault === id ? [action.on] : [])).at(-1) ?? false;
  const fault = act.faults.find(({ id }) => act.controls.includes("Faults") && now.faults.includes(id) !== onIn(id));
  if (fault !== undefined) return { do: "fault", fault: fault.id, on: onIn(fault.id) };
  const armed = before.slice(before.findLastIndex(starts) + 1).some((action) => action.do === "arm");
  return now.armed && !armed && act.controls.includes("Arm crash") ? { do: "disarm" } : undefined;
}

/** A run that is still under way is let go on before another one begins. */
function otherwise({ act, walk, now }: Around, again: number): Action | undefined {
  if (now.newest !== "unfinished") return now.host === "starting" ? undefined : (missingBefore({ act, walk, now }, again) ?? walk[again]);
  return now.due && act.controls.includes("Next wake-up") ? { do: "wake" } : undefined;
}

/** What the lab may have done without a press: time went on, a host came up, a switch stands as it should. */
const comesByItself = (action: Action): boolean =>
  action.do === "wake" || action.do === "play" || action.do === "start" || action.do === "speed" || prepares(action);

function isPossible({ act, walk, now }: Around, at: number): boolean {
  const action = walk[at];
  if (action === undefined) return false;
  if (action.do === "decide") return now.openRequests > 0;
  if (!edits(action)) return offeredActions(act, now).some((offered) => fits(act, action, offered));
  // An edit in the middle of a run needs one that has not ended.
  const begins = at === 0 || at === walk.length - 1 || walk.slice(at + 1).find((next) => !edits(next) && !prepares(next))?.do === "send";
  return begins || now.newest === "unfinished";
}

/** Where the attempt that holds this place begins: its event, with what is set before it; or the edit that it needs and has not. */
function backFrom(walk: readonly Action[], at: number, { serves }: Standing): number {
  const edit = walk.slice(0, at).findLastIndex(edits);
  const needed = walk[edit];
  if (needed?.do === "change" && needed.variant !== serves) return edit;
  const event = Math.max(0, walk.slice(0, at + 1).findLastIndex(starts));
  return walk.slice(0, event).findLastIndex((action) => !prepares(action)) + 1;
}

/** All was pressed and a goal is open: with the walk's last variant in service another attempt is due, else another edit. */
function afterWalk(walk: readonly Action[], { serves }: Standing): number {
  const edit = walk.findLastIndex(edits);
  const last = walk[edit];
  if (last?.do !== "change") return 0;
  if (last.variant !== serves) return edit;
  const attempt = walk.findIndex((action, at) => at > edit && (starts(action) || prepares(action)));
  return attempt < 0 ? 0 : attempt;
}
