// The reader's progress, kept in this browser and nowhere else. Every page and island shares this one store.
// Boundary: localStorage and the storage event. Without storage (private mode) it works for the page's lifetime
// and says so by `keeps`.
import { betterGoal, emptyProgress, mergeProgress, parseProgress } from "./progress-data.ts";
import type { CheckRecord, GoalRecord, PredictionRecord, ProgressData } from "./progress-data.ts";

export const storageKey = "agent-nervous-system:progress";

/** The part of `Storage` that is used; `undefined` where the browser offers none. */
export type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export type ImportResult =
  { readonly ok: true; readonly added: number } | { readonly ok: false; readonly reason: "not-progress" | "newer" };

export interface Progress {
  /** False when nothing survives the page. */
  readonly keeps: boolean;
  data(): ProgressData;
  /** Once met by the reader a goal stays so; `solution` never overwrites `learner`. */
  goalMet(id: string, by: GoalRecord["by"]): void;
  /** Adds to what is known of a prediction: first `said` (and `confidence`), later `saw` and `log`. */
  predicted(id: string, part: Partial<Omit<PredictionRecord, "at">>): void;
  checked(id: string, answer: Omit<CheckRecord, "at">): void;
  /** Calls at once with what is known, then after every change, also by another tab. */
  subscribe(listener: (data: ProgressData) => void): () => void;
  export(): string;
  import(text: string): ImportResult;
  clear(): void;
}

export function createProgress(storage: KeyValue | undefined, now: () => number): Progress & { reload(): void } {
  const listeners = new Set<(data: ProgressData) => void>();
  const stored = load(storage);
  let { data } = stored;
  let keeps = stored.keeps;

  const change = (next: ProgressData): void => {
    data = next;
    keeps = keeps && save(storage, data);
    for (const listener of listeners) listener(data);
  };

  return {
    get keeps() {
      return keeps;
    },
    data: () => data,
    goalMet(id, by) {
      const known = data.goals[id];
      const better = betterGoal(known, { by, at: now() });
      if (better !== known) change({ ...data, goals: { ...data.goals, [id]: better } });
    },
    predicted(id, part) {
      const known = data.predictions[id];
      const said = part.said ?? known?.said;
      if (said === undefined) return;
      change({ ...data, predictions: { ...data.predictions, [id]: { ...known, ...part, said, at: known?.at ?? now() } } });
    },
    checked(id, answer) {
      change({ ...data, checks: { ...data.checks, [id]: { ...answer, at: now() } } });
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(data);
      return () => listeners.delete(listener);
    },
    export: () => JSON.stringify(data, undefined, 2),
    import(text) {
      const parsed = parseProgress(text);
      if (!parsed.ok) return parsed;
      const before = count(data);
      change(mergeProgress(data, parsed.data));
      return { ok: true, added: count(data) - before };
    },
    clear: () => change(emptyProgress),
    reload() {
      data = load(storage).data;
      for (const listener of listeners) listener(data);
    },
  };
}

const count = (data: ProgressData): number =>
  [data.goals, data.predictions, data.checks].reduce((sum, part) => sum + Object.keys(part).length, 0);

/** A newer version of the page may have written what this one cannot read: then it is left alone and nothing is kept. */
function load(storage: KeyValue | undefined): { readonly data: ProgressData; readonly keeps: boolean } {
  try {
    const text = storage?.getItem(storageKey);
    if (text === undefined) return { data: emptyProgress, keeps: false };
    if (text === null) return { data: emptyProgress, keeps: true };
    const parsed = parseProgress(text);
    return parsed.ok ? { data: parsed.data, keeps: true } : { data: emptyProgress, keeps: parsed.reason !== "newer" };
  } catch {
    return { data: emptyProgress, keeps: false };
  }
}

function save(storage: KeyValue | undefined, data: ProgressData): boolean {
  try {
    storage?.setItem(storageKey, JSON.stringify(data));
    return storage !== undefined;
  } catch {
    return false;
  }
}

/** The page's own storage; asking for it throws where cookies are blocked. */
function pageStorage(): KeyValue | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

const shared = createProgress(pageStorage(), () => Date.now());
if (typeof addEventListener === "function") {
  addEventListener("storage", (event: StorageEvent) => {
    if (event.key === storageKey || event.key === null) shared.reload();
  });
}

export const progress: Progress = shared;
