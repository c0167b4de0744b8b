// Waiting for what a page shows next: looks again until it holds, and says what it saw last when it does not.
import { patience } from "./site.ts";

/** Resolves once `look` returns what `holds` accepts. Rejects with the last value when the journeys' patience is at its end. */
export async function eventually<T>(what: string, look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const until = Date.now() + patience();
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`${what}: still ${JSON.stringify(value)} after ${Math.round(patience() / 1000)} s.`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
