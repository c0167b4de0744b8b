// Moving between acts: the question, words and controls change; the log goes on.
import { batch } from "@preact/signals";
import { holdsOf } from "../../../../sandbox/labs/kit/setup.ts";
import type { LabSession } from "../../../../sandbox/session/lab-session.ts";
import type { LabState } from "./lab-state.ts";

export function createActs(at: LabState, session: () => Promise<LabSession>) {
  /** An act that is being entered: a press made meanwhile belongs to it. */
  let turning: Promise<void> = Promise.resolve();

  const acts = {
    entered: () => turning,
    async enterAct(index: number): Promise<void> {
      if (at.code.dirty.peek()) return void at.code.leave(() => acts.enterAct(index));
      turning = enterAct(at, index, session).catch((error: unknown) => {
        at.notice.value = `This act could not be opened: ${error instanceof Error ? error.message : String(error)}`;
      });
      await turning;
      at.look("head");
    },
    /** After the last act: on to what follows the lab in its page. */
    readOn: () => at.look("end"),
    /** Back to the act in which the learner left, without a word about what is new there. */
    async returnTo(index: number): Promise<void> {
      turning = enterAct(at, index, session).catch(() => undefined);
      at.notice.value = undefined;
      await turning;
    },
    /** From a shared run to the lab's own start and its question: the sender's files stay out. */
    async tryIt(): Promise<void> {
      at.shared.value = undefined;
      await enterAct(at, at.actIndex.peek(), session);
    },
  };
  return acts;
}

/** Moves to an act: its question, words and controls at once; its holds and starter as soon as they are there. The log goes on. */
async function enterAct(at: LabState, index: number, session: () => Promise<LabSession>): Promise<void> {
  const act = at.lab.acts[index];
  if (act === undefined) return;
  batch(() => {
    at.actIndex.value = index;
    at.more.value = at.cards.value = at.wholeGoal.value = false;
    at.event.value = 0;
    at.crashAt.value = 0;
    at.hint.value = 0;
    if (at.undo.peek()?.of === "file") at.undo.value = undefined;
    at.said.value = undefined;
    at.scrub.value = undefined;
    if (!act.tabs.includes(at.tab.peek())) at.tab.value = "Journal";
    at.code.propose(undefined);
    at.notice.value = act.announces;
    at.prediction.ask(act.prediction);
  });
  await at.warm();
  const content = at.content.peek();
  const starter = content?.sources.variants[act.starts];
  if (content === undefined || starter === undefined || at.actIndex.peek() !== index) return;
  if (at.code.startFrom(starter)) at.notice.value = "Your edits are back. Reset lab returns to the original.";
  if (at.place.opened.peek() && at.place.role.peek() === "own") await (await session()).holds(holdsOf(act));
  else at.recordings.value = { ...at.recordings.peek(), [act.id]: await content.recording(act.id) };
}
