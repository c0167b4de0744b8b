// What each press does. Every action goes through `perform`, as in the labs' proofs; here is what the page adds: files that it
// shows come into service first, a refusal stands beside the code, and a failure becomes a sentence. None throws into the page.
import { batch } from "@preact/signals";
import type { Action } from "../../../../sandbox/labs/kit/actions.ts";
import type { ControlName } from "../../../../sandbox/labs/kit/control-names.ts";
import { pressOf } from "../../../../sandbox/labs/kit/controls.ts";
import type { Bench, Outcome } from "../../../../sandbox/labs/kit/perform.ts";
import { setupOf } from "../../../../sandbox/labs/kit/setup.ts";
import type { LabSession } from "../../../../sandbox/session/lab-session.ts";
import type { LabSetup, Opened } from "../../../../sandbox/session/open.ts";
import type { PlaceName } from "../../../../sandbox/session/place-switch.ts";
import { createActs } from "./act-presses.ts";
import { sameFiles } from "./edits.ts";
import type { LabState } from "./lab-state.ts";
import { createResets } from "./reset-presses.ts";
import { situation, started } from "./situation.ts";

/** Actions whose consequence is there at once: nothing is waited for. */
const AT_ONCE: ReadonlySet<Action["do"]> = new Set<Action["do"]>(["crash", "arm", "disarm", "pause", "speed", "checkpointing", "fault"]);
const BUTTONS_AT_ONCE: ReadonlySet<ControlName> = new Set<ControlName>(["Crash host", "Arm crash", "Pause"]);
/** Actions that begin a run, and those that let one go on: neither runs other code than the page shows. */
const STARTS: ReadonlySet<Action["do"]> = new Set<Action["do"]>(["send", "post", "webhook", "rerun", "replay"]);
const GOES_ON: ReadonlySet<Action["do"]> = new Set<Action["do"]>(["wake", "play", "advance", "start", "decide"]);
const NOT_RUN = "Nothing was run: the code on show was not accepted. The message stands beside it. Repair it, or press Cancel there.";
const REFUSED = "The new code was not accepted; what served before still serves. The message stands beside the code.";

export function createPresses(at: LabState) {
  const { lab, place, code, prediction, warm } = at;
  const setup = (): LabSetup => setupOf(lab, at.act.peek(), code.files.peek(), at.first.schema);

  /** The act that the log has been told of: a run belongs to the act in which it began. */
  let told: string | undefined;

  /** The open session, in the act that the page shows, with everything else that the lab needs loaded beside it. */
  const session = async (): Promise<LabSession> => {
    const [door] = await Promise.all([place.ensure(setup), warm()]);
    const act = at.act.peek()?.id;
    if (act !== undefined && act !== told && place.role.peek() === "own") {
      told = act;
      await door.session.enterAct(act);
    }
    return door.session;
  };

  const { entered, ...acts } = createActs(at, session);

  /** An edit that is being put into service: a run started meanwhile is a run of it. */
  let applying: Promise<void> = Promise.resolve();

  const opened = async (): Promise<Opened> => {
    await session();
    return place.ensure(setup);
  };

  /** Runs one press: counts as pending until its consequence is stored, and turns a failure into a sentence. */
  const press = async (work: (session: LabSession) => Promise<string | undefined | void>, moves = true): Promise<void> => {
    batch(() => {
      at.notice.value = undefined;
      at.said.value = undefined;
      at.away.value = false;
      at.scrub.value = undefined;
      at.wholeGoal.value = false;
      if (at.prediction.stage.peek() === "told") at.folded.value = true;
      if (moves) at.pending.value += 1;
    });
    try {
      await entered();
      at.notice.value = (await work(await session())) ?? undefined;
      at.where.pressed(await place.ensure(setup));
    } catch (error) {
      if (place.failure.peek() === undefined)
        at.notice.value = `That did not work: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      if (moves) at.pending.value -= 1;
    }
  };

  const act = async (to: LabSession, action: Action): Promise<Outcome> => {
    const shown = at.act.peek();
    if (shown === undefined) throw new Error("No act is open.");
    const bench: Bench = {
      session: to,
      lab,
      act: shown,
      variant: (name) => at.content.peek()?.sources.variants[name],
      facts: () => Promise.resolve(place.facts.peek()),
    };
    const { perform } = await import("../../../../sandbox/labs/kit/perform.ts");
    return perform(bench, action);
  };

  /** Does the action. What is refused stands beside the code. */
  const does = async (to: LabSession, action: Action): Promise<boolean> => {
    at.applying.value = action.do === "apply";
    const outcome = await act(to, action).finally(() => (at.applying.value = false));
    if (outcome.done) {
      if (action.do === "apply") code.accepted(action.files);
      if (action.do === "restart-engine") await place.reload();
      return true;
    }
    const { message, place: where } = outcome.refused;
    code.error.value = { message, ...(where !== undefined && { place: where }) };
    if (where !== undefined) code.shown.value = where.file;
    return false;
  };

  /** Puts what the page shows into service where other code is: an edit, a change, or the act's own files. */
  const serves = async (to: LabSession): Promise<boolean> => {
    await applying;
    if (code.unapplied()) return does(to, { do: "apply", ...code.pending() });
    const serving = place.facts.peek().findLast((fact) => fact.type === "code.deployed");
    if (serving?.type !== "code.deployed" || sameFiles(serving.files, code.files.peek())) return true;
    return does(to, { do: "apply", files: code.files.peek(), by: code.edited.peek() ? "learner" : "lab" });
  };

  /** Presses what the lab, once open, makes of it. A run that it starts is a run of the code that the page shows. */
  const pressed = (decide: () => Action | undefined, moves: boolean): Promise<void> =>
    press(async (to) => {
      const action = decide() ?? (await started(at).then(decide));
      if (action === undefined) return undefined;
      const starts = STARTS.has(action.do);
      if (starts) prediction.leave();
      // Whoever looks at a change and lets a run go on means it to go on with that change.
      if ((starts || (GOES_ON.has(action.do) && code.unapplied())) && !(await serves(to))) return NOT_RUN;
      return (await does(to, action)) ? undefined : REFUSED;
    }, moves);
  const doAction = (action: Action): Promise<void> => pressed(() => action, !AT_ONCE.has(action.do));

  return {
    warm,
    session,
    do: doAction,
    /** Presses a button by its name: the table of controls says what it means now. */
    button: (name: ControlName): Promise<void> => pressed(() => pressOf(name, situation(at), chosen(at)), !BUTTONS_AT_ONCE.has(name)),
    stopCode: () => press((to) => to.host.kill(), false),
    decide: (request: string, answer: "approve" | "reject") => doAction({ do: "decide", request, answer }),
    choosePlace: (next: PlaceName) => {
      at.more.value = false;
      return press(() => at.where.choose(next, opened), false);
    },
    stayEmbedded: async () => at.where.stay(place.opened.peek() ? await place.ensure(setup) : undefined),
    takeOver: () => press(async () => (await place.ensure(setup)).takeOver(), false),
    applyEdit: () => {
      applying = press(async (to) => {
        if (!(await does(to, { do: "apply", ...code.pending() }))) return REFUSED;
        return at.newest.peek() === undefined ? "The new code serves. Press Run." : "The new code serves. Unfinished runs go on with it.";
      });
      return applying;
    },
    ...createResets(at, press, () => (told = undefined)),
    crashAt: (moment: number) => {
      at.crashAt.value = moment;
      return place.place.peek()?.armed === undefined ? Promise.resolve() : doAction({ do: "arm", moment });
    },
    ...acts,
  };
}

const chosen = (at: LabState) => ({ event: at.act.peek()?.events[at.event.peek()]?.key ?? "", moment: at.crashAt.peek() });
