// Follows a log as it grows, act by act: which goals it meets, and how it answers the question that each act asks.
import type { Fact } from "../../log/facts.ts";
import type { Goal, GoalState, Judge } from "./goals.ts";
import { LogView } from "./view/log-view.ts";

/** Reads the answer to an act's question off its part of the log. Undefined: the run that the question is about has not been. */
export type Saw = (log: LogView) => string | undefined;
export type Question = { readonly act: string; readonly saw?: Saw };

/** What the log says to an act's question: an option, or how the newest run ended that was another than the one asked about. */
export type Answer = { readonly option: string } | { readonly otherwise: "completed" | "failed" | "cancelled" };

export type Follower = {
  add(fact: Fact): void;
  /** In the order of the goals. */
  goals(): readonly GoalState[];
  /** By act; none where no run of the act has ended. */
  answers(): { readonly [act: string]: Answer | undefined };
};

type Followed = { readonly view: LogView; readonly judges: Judge[]; saw?: Saw };

export function followLog(goals: readonly Goal[], questions: readonly Question[] = []): Follower {
  const acts = new Map<string, Followed>();
  const followed = (act: string): Followed => {
    const known = acts.get(act) ?? { view: new LogView(act), judges: [] };
    acts.set(act, known);
    return known;
  };
  const judges = goals.map((goal) => {
    const { view, judges: ofAct } = followed(goal.within);
    const judge = goal.judge(view);
    ofAct.push(judge);
    return judge;
  });
  for (const { act, saw } of questions) if (saw !== undefined) followed(act).saw = saw;
  return {
    add(fact) {
      for (const { view, judges: ofAct } of acts.values()) if (view.add(fact) && isEnd(fact)) for (const judge of ofAct) judge.settle();
    },
    goals: () => judges.map((judge) => judge.state()),
    answers: () => Object.fromEntries([...acts].map(([act, one]) => [act, answerOf(one)])),
  };
}

const isEnd = ({ type }: Fact): boolean => type === "run.completed" || type === "run.failed" || type === "run.cancelled";

function answerOf({ view, saw }: Followed): Answer | undefined {
  const option = saw?.(view);
  if (saw === undefined || option !== undefined) return option === undefined ? undefined : { option };
  const end = view.runs.at(-1)?.end;
  return end && { otherwise: HOW[end.type] };
}

const HOW = { "run.completed": "completed", "run.failed": "failed", "run.cancelled": "cancelled" } as const;
