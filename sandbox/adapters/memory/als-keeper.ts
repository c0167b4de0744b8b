// Attribution in Node: AsyncLocalStorage knows whose code is running. Browsers use the macrotask keeper of `place/context.ts`.
import { AsyncLocalStorage } from "node:async_hooks";
import type { ContextKeeper, HostContext } from "../../place/context.ts";
import { installVirtualChance } from "../../place/virtual-chance.ts";
import { installVirtualDate } from "../../place/virtual-date.ts";

/** What code inside a lab's host sees in place of the platform's: the lab's clock, and a stream of chance by the lab's seed. */
export type Inner = { readonly now: () => number; readonly draw: () => number };

const inside = new AsyncLocalStorage<{ readonly context: HostContext; readonly inner: Inner }>();

export function createAlsKeeper(inner: Inner): ContextKeeper {
  return {
    current: () => inside.getStore()?.context ?? {},
    run: (context, fn) => inside.run({ context, inner }, fn),
    bind: (answer) => answer,
    // Each step runs in a context of its own, so there is nothing to leave.
    leaveStep: () => {},
  };
}

let users = 0;
let uninstall: readonly (() => void)[] = [];

/** While anybody uses it, `Date` and chance are virtual for code that runs in a lab's host, and real for all other code of the process. */
export function useVirtualPlatform(): () => void {
  users += 1;
  if (users === 1)
    uninstall = [
      installVirtualDate(globalThis, () => inside.getStore()?.inner.now()),
      installVirtualChance(globalThis, () => inside.getStore()?.inner.draw),
    ];
  let used = true;
  return () => {
    if (!used) return;
    used = false;
    users -= 1;
    if (users === 0) for (const undo of uninstall) undo();
  };
}
