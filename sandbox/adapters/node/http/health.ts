// Whether the place takes anything in. The engine stops at the first write that fails, and nothing is acknowledged after (L1).
import type { NodePlace } from "../ports.ts";

/** No function is called so: to invoke it starts nothing, and only an engine that has stopped refuses. */
const NOBODY = "";

/** Why nothing is taken in any more, and what to do; `undefined` while all is well. */
export async function problemOf({ store, engine }: NodePlace): Promise<string | undefined> {
  const why = store.failure?.();
  if (why !== undefined) return why;
  return engine.invoke(NOBODY, {}).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : "The engine has stopped."),
  );
}
