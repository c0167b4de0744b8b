// Where one scene ends and the next begins: when a run has ended and nothing is unfinished, what begins next is drawn on a new sheet.
import type { Fact } from "../../../../sandbox/log/facts.ts";

export type SceneWatch = {
  /** Takes in the next fact; true when a new scene begins with it. */
  take(fact: Fact): boolean;
};

/** `begins`: the facts with which a scene may begin. */
export function createSceneWatch(begins: (fact: Fact) => boolean): SceneWatch {
  /** Runs, and events that wait for a run. */
  const unfinished = new Set<string>();
  let over = true;
  return {
    take(fact) {
      const isNew = over && begins(fact);
      if (isNew) over = false;
      follow(unfinished, fact);
      if (isEnd(fact) && unfinished.size === 0) over = true;
      return isNew;
    },
  };
}

const isEnd = ({ type }: Fact): boolean => type === "run.completed" || type === "run.failed" || type === "run.cancelled";

function follow(unfinished: Set<string>, fact: Fact): void {
  switch (fact.type) {
    case "run.created":
      unfinished.add(fact.runId);
      return;
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      unfinished.delete(fact.runId);
      return;
    case "event.batched":
    case "event.debounced":
      unfinished.add(waiting(fact.fn, fact.eventId));
      return;
    case "debounce.closed":
    case "event.skipped":
      unfinished.delete(waiting(fact.fn, fact.eventId));
      return;
    case "batch.closed":
      for (const eventId of fact.eventIds) unfinished.delete(waiting(fact.fn, eventId));
      return;
    default:
      return;
  }
}

const waiting = (fn: string, eventId: string): string => `${fn} ${eventId}`;
