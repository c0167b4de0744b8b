// News for the page, gathered: the first goes out at once, what follows within a few milliseconds goes together.
// A page draws 60 times a second; telling it of every batch costs both threads more than the batch itself.
// Boundary: nothing is lost or reordered, and `flush` comes before any answer, so that an answer never overtakes its news.
import type { SessionUpdate } from "../../session/lab-session.ts";

/** Half of the time between two pictures. */
export const GATHER_MS = 8;

export interface News {
  add(update: SessionUpdate): void;
  /** Tells at once what has been gathered. */
  flush(): void;
}

/** `after` rings once, after so many milliseconds of real time. */
export function createNews(tell: (update: SessionUpdate) => void, after: (ms: number, ring: () => void) => unknown): News {
  let facts: SessionUpdate["facts"][number][] = [];
  let newest: SessionUpdate | undefined;
  let isGathering = false;
  function flush(): void {
    if (newest === undefined) return;
    // Only now: the place of all that came before is never looked at.
    const update = { facts, place: newest.place };
    [facts, newest] = [[], undefined];
    tell(update);
  }
  function gather(): void {
    isGathering = true;
    after(GATHER_MS, () => {
      isGathering = false;
      if (newest === undefined) return;
      flush();
      gather();
    });
  }
  return {
    add(update) {
      for (const fact of update.facts) facts.push(fact);
      newest = update;
      if (isGathering) return;
      flush();
      gather();
    },
    flush,
  };
}
