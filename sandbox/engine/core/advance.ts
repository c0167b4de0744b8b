// Advance: decides and folds an input and all that follows from it, one decision after the other, until nothing more is due.
// What is due by now is decided before the input (L6). All facts belong into one batch of the store.
import type { EngineFact, EngineFactBody, Instant } from "../../log/facts.ts";
import type { Entropy } from "../ports/entropy.ts";
import { decide } from "./decide.ts";
import type { Answer, Command, Env, Input } from "./decision.ts";
import { fold } from "./fold.ts";
import type { EngineState } from "./state.ts";

export type Advanced = {
  readonly facts: readonly EngineFact[];
  readonly commands: readonly Command[];
  readonly answer: Answer | undefined;
};
/** Numbers a fact. `t` is the instant of the decision, even if the clock has gone on meanwhile (L12). */
export type Stamp = (body: EngineFactBody, t: Instant) => EngineFact;

export function advance(state: EngineState, input: Input, now: number, entropy: Entropy, stamp: Stamp, retryMs?: number): Advanced {
  const facts: EngineFact[] = [];
  const commands: Command[] = [];
  let answer: Answer | undefined;

  /** Decides an input with its parts, folding each one's facts before the next is decided; what follows from them comes after. */
  function take(input: Input): void {
    const env: Env = { now, draw: entropy.at(state.position), retryMs };
    const following: Input[] = [];
    const decidePart = (part: Input): void => {
      const decision = decide(state, part, env);
      for (const body of decision.facts) {
        const fact = stamp(body, now);
        fold(state, fact);
        facts.push(fact);
      }
      commands.push(...(decision.commands ?? []));
      answer ??= decision.answer;
      following.push(...(decision.next ?? []));
      decision.parts?.forEach(decidePart);
    };
    decidePart(input);
    following.forEach(take);
  }

  const settleDue = (): void => {
    let before: number;
    do {
      before = facts.length;
      take({ type: "due" });
    } while (facts.length > before);
  };
  // Before its first fact the state knows no time, so nothing can be due.
  if (input.type !== "start") settleDue();
  take(input);
  settleDue();
  return { facts, commands, answer };
}
