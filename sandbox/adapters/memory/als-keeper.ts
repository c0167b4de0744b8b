// Attribution in Node: AsyncLocalStorage knows whose code is running. Browsers use the macrotask keeper of `place/context.ts`.
import { AsyncLocalStorage } from "node:async_hooks";
import type { ContextKeeper, HostContext } from "../../place/context.ts";
import { installVirtualDate } from "../../place/virtual-date.ts";

type Inside = { readonly context: HostContext; readonly now: () => number };

const inside = new AsyncLocalStorage<Inside>();

/** `now` is the lab's clock, which code inside sees as `Date`. */
export function createAlsKeeper(now: () => number): ContextKeeper {
  return {
    current: () => inside.getStore()?.context ?? {},
    run: (context, fn) => inside.run({ context, now }, fn),
    bind: (answer) => answer,
    // Each step runs in a context of its own, so there is nothing to leave.
    leaveStep: () => {},
  };
}

let users = 0;
let uninstall = (): void => {};

/** While anybody uses it, `Date` is virtual for code that runs in a lab's host, and real for all other code of the process. */
export function useVirtualDate(): () => void {
  users += 1;
  if (users === 1) uninstall = installVirtualDate(globalThis, () => inside.getStore()?.now());
  return () => {
    users -= 1;
    if (users === 0) uninstall();
  };
}
