// A container forgets everything with its page. So the page keeps the lab's log in its own storage as it grows, and answers a press
// only when the facts that it has led to are there (L1). The embedded place opens the same storage: whichever is there goes on (L11).
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";
import { restoreLog } from "../../place/controller/restore-log.ts";
import { isVerb } from "../../session/verbs.ts";

export interface KeptLog {
  /** The engine can be asked: from now on the store holds its log. */
  start(): void;
  add(facts: readonly Fact[]): void;
  /** Asks the engine, and waits until what it told meanwhile is kept. */
  asking<T>(name: string, ask: () => Promise<T>): Promise<T>;
  /** Resolves when everything that was told is kept. */
  settled(): Promise<void>;
}

/** `whole` reads the engine's log. */
export function keepLog(store: EventStore, whole: () => Promise<readonly Fact[]>): KeptLog {
  let started = false;
  let last: number | undefined;
  let replacing = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => void (turn = turn.then(work).catch(() => void (last = undefined)));

  async function begin(): Promise<void> {
    const facts = await whole();
    await restoreLog(store, facts);
    last = facts.at(-1)?.seq ?? 0;
  }
  async function append(facts: readonly Fact[]): Promise<void> {
    const news = facts.filter(({ seq }) => seq > (last ?? 0));
    // Something was missed, or could not be kept: all of it again.
    if (last === undefined || (news.length > 0 && news[0]?.seq !== last + 1)) return begin();
    if (news.length === 0) return;
    await store.append(news);
    last = news.at(-1)?.seq ?? last;
    for (const fact of news) if (fact.type === "run.pruned") await store.dropRun(fact.runId);
  }
  return {
    start() {
      started = true;
      inTurn(begin);
    },
    add: (facts) => (!started || replacing > 0 || facts.length === 0 ? undefined : inTurn(() => append(facts))),
    async asking(name, ask) {
      if (!isVerb(name, "replaces")) {
        const answer = await ask();
        await turn;
        return answer;
      }
      replacing += 1;
      try {
        return await ask();
      } finally {
        replacing -= 1;
        inTurn(begin);
        await turn;
      }
    },
    settled: async () => void (await turn),
  };
}
