// A signal that follows another, but not at every picture: tables that nobody can read so fast are drawn ten times a second.
import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

const PAUSE_MS = 100;

/** The first change shows at once, those that follow within a moment together. */
export function useCalm<Value>(source: ReadonlySignal<Value>): ReadonlySignal<Value> {
  const calm = useMemo(() => signal(source.peek()), [source]);
  useEffect(() => {
    let pausing: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      pausing = undefined;
      if (calm.peek() === source.peek()) return;
      calm.value = source.peek();
      pausing = setTimeout(follow, PAUSE_MS);
    };
    const end = source.subscribe(() => {
      if (pausing === undefined) follow();
    });
    return () => {
      end();
      clearTimeout(pausing);
    };
  }, [source]);
  return calm;
}
