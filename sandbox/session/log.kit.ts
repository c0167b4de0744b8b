// Short words for what a lab's log says, for tests of every place.
import type { Fact, FactOf, FactType } from "../log/facts.ts";
import type { LabSession, PlaceView } from "./lab-session.ts";

export const go = { name: "go", data: {} } as const;

export const typesOf = (facts: readonly Fact[]): readonly FactType[] => facts.map(({ type }) => type);

export const ofType = <T extends FactType>(facts: readonly Fact[], type: T): readonly FactOf<T>[] =>
  facts.filter((fact): fact is FactOf<T> => fact.type === type);

/** Resolves with the log once it holds this many facts of a type. */
export const until = (session: LabSession, type: FactType, count = 1): Promise<readonly Fact[]> =>
  untilSession(session, (facts) => ofType(facts, type).length >= count);

/**
 * Resolves with the log as soon as an update makes `claim` true of the log and the place. Reads each fact once, and looks again
 * only when the look before has ended: a log of many runs is not carried over the channel for each of its updates.
 */
export function untilSession(session: LabSession, claim: (facts: readonly Fact[], place: PlaceView) => boolean): Promise<readonly Fact[]> {
  return new Promise((resolve, reject) => {
    const known: Fact[] = [];
    let looking = false;
    let stale = false;
    const holds = async (): Promise<boolean> => {
      stale = false;
      known.push(...(await session.facts((known.at(-1)?.seq ?? 0) + 1)));
      return claim(known, await session.place());
    };
    const look = async (): Promise<void> => {
      stale = true;
      if (looking) return;
      looking = true;
      while (stale)
        if (await holds()) {
          stop();
          return resolve(known);
        }
      looking = false;
    };
    const stop = session.subscribe(() => void look().catch(reject));
    look().catch(reject);
  });
}
