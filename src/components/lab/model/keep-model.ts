// What outlasts a press: hints and solutions taken, the link to share, the exported log, the tutor's prompt.
import type { Exported } from "../../../../sandbox/session/lab-session.ts";
import type { LabState } from "./lab-state.ts";
import type { Shared } from "./share.ts";
import { sceneOf } from "./runs.ts";
import { journalRows } from "./journal-model.ts";
import { timelineOf } from "./timeline-model.ts";

/** What this browser keeps of a visit, beside the log: the open act, questions passed over, solutions shown, the last fact seen. */
type Kept = {
  readonly act?: number;
  readonly skips?: readonly string[];
  readonly saws?: Readonly<Record<string, string>>;
  readonly shownAt?: Readonly<Record<string, number>>;
  readonly seen?: number;
};

export function createKeeping(at: LabState) {
  const key = `agent-nervous-system:lab:${at.lab.id}`;
  const read = (): Kept => {
    try {
      return JSON.parse(at.ports.storage?.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  };
  const write = (part: Kept): void => {
    try {
      at.ports.storage?.setItem(key, JSON.stringify({ ...read(), ...part }));
    } catch {
      // Without storage a goal met after Show solution counts as the learner's own after a reload. Nobody is graded.
    }
  };
  return {
    solutions: () => read().shownAt ?? {},
    seen: () => read().seen ?? 0,
    act: () => read().act ?? 0,
    skips: () => read().skips ?? [],
    saws: () => read().saws ?? {},
    /** Where the learner stands, as long as the log says how they came there. */
    stand: () => write({ act: at.actIndex.value, skips: at.prediction.skips.value, saws: at.prediction.saws.value }),
    /** The last fact that this page has shown; called when the page is left. */
    leave: () => write({ seen: at.place.facts.peek().at(-1)?.seq ?? 0 }),
    /** One hint more. */
    hint() {
      at.hint.value += 1;
    },
    async showSolution() {
      await at.warm();
      const act = at.act.peek();
      const sources = at.content.peek()?.sources;
      if (act === undefined || sources === undefined) return;
      const number = String(at.actIndex.peek() + 1);
      at.solutionAt.value = { [number]: at.place.facts.peek().at(-1)?.seq ?? 0, ...at.solutionAt.peek() };
      write({ shownAt: at.solutionAt.peek() });
      at.code.propose({
        by: "solution",
        id: act.id,
        label: "Solution",
        diff: sources.solutions[act.id] ?? "",
        files: sources.variants[act.solution] ?? {},
      });
    },
    async propose(id: string) {
      await at.warm();
      const sources = at.content.peek()?.sources;
      const change = sources?.changes[at.act.peek()?.id ?? ""]?.find((each) => each.id === id);
      const files = sources?.variants[id];
      at.code.propose(change && files && { by: "change", id, label: change.label, diff: change.diff, files });
    },
    async link(): Promise<string | undefined> {
      const facts = at.facts.peek();
      const scene = sceneOf(facts, at.runs.peek());
      const act = at.act.peek();
      const { pressedIn } = await import("../../../../sandbox/labs/kit/pressed.ts");
      const { lightFacts, SHARE_VERSION, toFragment } = await import("./share.ts");
      return toFragment({
        v: SHARE_VERSION,
        lab: at.lab.id,
        act: act?.id ?? "",
        seed: at.lab.seed,
        files: at.code.edited.peek() ? at.code.files.peek() : {},
        pressed: act === undefined ? [] : pressedIn(facts, at.lab, act),
        facts: lightFacts(facts.filter((fact) => fact.seq >= scene.from)),
      });
    },
    async exported(): Promise<Exported | undefined> {
      if (!at.place.opened.peek()) return undefined;
      return (
        await at.place.ensure(() => {
          throw new Error("The place is open already.");
        })
      ).session.export();
    },
    async tutor(): Promise<string> {
      const { tutorPrompt } = await import("./tutor.ts");
      const act = at.act.peek();
      return tutorPrompt(
        {
          lab: at.lab.title,
          act: act?.title ?? "",
          task: act?.task ?? "",
          prediction: at.prediction.labelOf(at.prediction.said.peek()) || undefined,
          openGoals: at.goalsOfAct
            .peek()
            .filter((goal) => goal.state === "open")
            .map((goal) => `${goal.title}: ${goal.text}`),
        },
        at.code.files.peek(),
        at.place.facts.peek(),
      );
    },
    /** Shows what somebody sent. False when its facts are not such as this page can draw. */
    showShared(shared: Shared): boolean {
      try {
        journalRows(shared.facts);
        timelineOf(shared.facts, ["handler", "run", "world", "host"]);
      } catch {
        return false;
      }
      at.shared.value = shared;
      at.actIndex.value = Math.max(
        0,
        at.lab.acts.findIndex((act) => act.id === shared.act),
      );
      return true;
    },
  };
}
