// Does something soon, and again at most so often: what a burst of facts asks for is done once. Never two at a time.
type After = (ms: number, ring: () => void) => () => void;

/** Returns what asks for it. `work` is called after `ms`, and once more if it was asked for meanwhile. */
export function beat(after: After, ms: number, work: () => Promise<void> | void): () => void {
  let state: "idle" | "set" | "busy" | "again" = "idle";
  const set = (): void => {
    state = "set";
    after(ms, () => {
      state = "busy";
      void Promise.resolve()
        .then(work)
        .catch(() => undefined)
        .then(() => {
          const again = state === "again";
          state = "idle";
          if (again) set();
        });
    });
  };
  return () => {
    if (state === "idle") set();
    else if (state === "busy") state = "again";
  };
}
