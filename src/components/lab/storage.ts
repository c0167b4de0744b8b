import type { KeyValue } from "./model/asleep.ts";

/** The browser's storage, or undefined where even asking for it throws, and on the server. */
export function pageStorage(): KeyValue | undefined {
  try {
    return typeof window === "undefined" ? undefined : window.localStorage;
  } catch {
    return undefined;
  }
}
