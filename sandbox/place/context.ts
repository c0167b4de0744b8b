// Which call and step the running code belongs to. Node knows by AsyncLocalStorage; a browser has none, so here the rule is:
// every answer that learner code can await arrives as a macrotask of its own from one of our ports, the port says whose it is,
// and that holds until the microtask queue has drained.

export type HostContext = { readonly callId?: string; readonly stepId?: string };

export interface ContextKeeper {
  current(): HostContext;
  /** Runs `fn`, and what follows from it, as `context`. */
  run<T>(context: HostContext, fn: () => T): T;
  /** An answer from outside; what follows from it belongs to the context that asked. */
  bind<T>(answer: Promise<T>): Promise<T>;
  /** The step is over; what follows is the call's. */
  leaveStep(): void;
}

/** The keeper for places without AsyncLocalStorage. Answers must settle one per macrotask. */
export function createMacrotaskKeeper(): ContextKeeper {
  let current: HostContext = {};
  return {
    current: () => current,
    run(context, fn) {
      current = context;
      return fn();
    },
    leaveStep: () => void (current = withoutStep(current)),
    bind(answer) {
      const asked = current;
      const restore = (): void => void (current = asked);
      return answer.then(
        (value) => (restore(), value),
        (error: unknown) => {
          restore();
          throw error;
        },
      );
    },
  };
}

const withoutStep = ({ callId }: HostContext): HostContext => (callId === undefined ? {} : { callId });

type Timers = { setTimeout(fn: (...args: never[]) => void, ms?: number, ...args: unknown[]): unknown };

/** Lets the platform's timers, which the SDK uses, keep the context too. */
export function keepContextInTimers(keeper: ContextKeeper, scope: Timers): void {
  const real = scope.setTimeout.bind(scope);
  scope.setTimeout = (fn, ms, ...args) => {
    const context = keeper.current();
    return real(() => keeper.run(context, () => fn(...(args as never[]))), ms);
  };
}
