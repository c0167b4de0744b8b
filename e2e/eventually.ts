// Waiting for what a page shows next: looks again until it holds, and says what it saw last when it does not.

/** Resolves once `look` returns what `holds` accepts. Rejects after `timeoutMs` with the last value. */
export async function eventually<T>(what: string, look: () => Promise<T>, holds: (value: T) => boolean, timeoutMs = 20_000): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`${what}: still ${JSON.stringify(value)} after ${timeoutMs / 1000} s.`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
