// What two recordings of the same inputs must share. This is the one list of what they need not.
import type { Fact } from "../../log/facts.ts";
import type { Json } from "../../log/json.ts";

/** Fields that hold time as the machine spent it, and frames of a stack: they differ from one machine to the next. */
const PASSING = new Set(["forMs", "stack"]);

/** The fact without what may differ. Everything else, instants of the lab's clock included, must come out the same (L12). */
export function comparable(fact: Fact): Json {
  return without(JSON.parse(JSON.stringify(fact)) as Json);
}

function without(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(without);
  const kept = Object.entries(value).filter(([name]) => !PASSING.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner as Json)]));
}

/** The first place where two recordings differ, in words; undefined when they agree. */
export function firstDifference(before: readonly Fact[], after: readonly Fact[]): string | undefined {
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const [was, is] = [before[index], after[index]];
    if (was === undefined || is === undefined)
      return `fact ${index + 1}: ${was === undefined ? "new" : "gone"}: ${JSON.stringify(was ?? is)}`;
    const [old, now] = [JSON.stringify(comparable(was)), JSON.stringify(comparable(is))];
    if (old !== now) return `fact ${index + 1}:\n  was ${old}\n  is  ${now}`;
  }
  return undefined;
}
