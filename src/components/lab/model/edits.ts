// The learner's edits, kept in the browser. The key holds a hash of the starter file, so that a lesson whose
// file has changed starts clean instead of showing an edit of something else.
import type { Files } from "../../../../sandbox/session/lab-session.ts";
import type { KeyValue } from "./asleep.ts";

/** FNV-1a over UTF-16 units: short, stable, and only a key. */
export function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

const keyOf = (lab: string, file: string, starter: string): string => `agent-nervous-system:edit:${lab}:${file}:${hash(starter)}`;

/** The starter with every kept edit laid over it. */
export function withEdits(storage: KeyValue | undefined, lab: string, starter: Files): Files {
  return Object.fromEntries(
    Object.entries(starter).map(([file, text]) => [file, attempt(() => storage?.getItem(keyOf(lab, file, text))) ?? text]),
  );
}

/** Keeps what differs from the starter and forgets what does not. */
export function keepEdits(storage: KeyValue | undefined, lab: string, starter: Files, files: Files): void {
  for (const [file, text] of Object.entries(starter)) {
    const key = keyOf(lab, file, text);
    const edited = files[file];
    attempt(() => (edited === undefined || edited === text ? storage?.removeItem(key) : storage?.setItem(key, edited)));
  }
}

export function sameFiles(a: Files, b: Files): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Storage may be absent, full or forbidden: then nothing is kept, and the lab works all the same. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
