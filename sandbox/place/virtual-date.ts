// `Date` on the lab's clock. The SDK stamps events with it: a real clock ahead of the lab's would make the engine hold the run.

type DateScope = { Date: DateConstructor };

/** Replaces `scope.Date` by one that reads `now` where no time is given. Returns what puts the old one back. */
export function installVirtualDate(scope: DateScope, now: () => number | undefined): () => void {
  const Real = scope.Date;
  const read = (): number => Math.floor(now() ?? Real.now());
  const Virtual: DateConstructor = new Proxy(Real, {
    construct: (target, args: unknown[], newTarget): Date =>
      Reflect.construct(target, args.length === 0 ? [read()] : args, newTarget === Virtual ? target : newTarget) as Date,
    apply: (target) => new target(read()).toString(),
    get: (target, key) => (key === "now" ? read : (Reflect.get(target, key) as unknown)),
  });
  scope.Date = Virtual;
  return () => {
    if (scope.Date === Virtual) scope.Date = Real;
  };
}
