// Short words for what a lab's log says, for tests of every place.
import type { Fact, FactOf, FactType } from "../log/facts.ts";
import type { LabSession } from "./lab-session.ts";

export const go = { name: "go", data: {} } as const;

export const typesOf = (facts: readonly Fact[]): readonly FactType[] => facts.map(({ type }) => type);

export const ofType = <T extends FactType>(facts: readonly Fact[], type: T): readonly FactOf<T>[] =>
  facts.filter((fact): fact is FactOf<T> => fact.type === type);

/** Resolves with the log once it holds this many facts of a type. */
export function until(session: LabSession, type: FactType, count = 1): Promise<readonly Fact[]> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const facts = await session.facts();
      if (ofType(facts, type).length < count) return;
      stop();
      resolve(facts);
    };
    const stop = session.subscribe(() => void look().catch(reject));
    look().catch(reject);
  });
}
