// Does something soon, and again at most so often: what a burst of facts asks for is done once. Never two at a time, and the longer
// it takes, the more rarely: a page that shows large answers leaves the engine time for its own work.
type Ports = { readonly after: (ms: number, ring: () => void) => () => void; readonly now: () => number };

/** Of the time, what may be spent on it at most: a quarter. */
const REST = 3;

/** Returns what asks for it. `work` is called after `ms`, and once more if it was asked for meanwhile. */
export function beat({ after, now }: Ports, ms: number, work: () => Promise<void> | void): () => void {
  let state: "idle" | "set" | "busy" | "again" = "idle";
  let took = 0;
  const set = (): void => {
    state = "set";
    after(Math.max(ms, took * REST), () => void ring());
  };
  const ring = async (): Promise<void> => {
    state = "busy";
    const begun = now();
    try {
      await work();
    } catch {
      // What fails says so where it is shown.
    }
    took = now() - begun;
    const again = (state as string) === "again";
    state = "idle";
    if (again) set();
  };
  return () => {
    if (state === "idle") set();
    else if (state === "busy") state = "again";
  };
}
