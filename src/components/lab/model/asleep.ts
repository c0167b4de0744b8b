// Which labs hold a run that sleeps or waits, kept in a few bytes for pages that load no lab: sidebar and landing page.
import type { Instant } from "../../../../sandbox/log/facts.ts";
import { count } from "./format.ts";
import type { RunView } from "./runs.ts";

export const asleepKey = "agent-nervous-system:asleep";

export type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One lab with a log of its own in this browser. `runs` of them are unfinished and wait for time, a person or a retry. */
export type SleepingLab = {
  readonly lab: string;
  readonly title: string;
  readonly page: string;
  readonly runs: number;
  readonly until?: Instant;
};

export function readLabs(storage: KeyValue | undefined): readonly SleepingLab[] {
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(asleepKey) ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isSleepingLab) : [];
  } catch {
    return [];
  }
}

/** Labs with at least one sleeping run. */
export function readAsleep(storage: KeyValue | undefined): readonly SleepingLab[] {
  return readLabs(storage).filter((each) => each.runs > 0);
}

/** Replaces what is known of one lab; `undefined` forgets it. */
export function writeLab(storage: KeyValue | undefined, lab: string, entry: SleepingLab | undefined): void {
  const others = readLabs(storage).filter((each) => each.lab !== lab);
  try {
    storage?.setItem(asleepKey, JSON.stringify(entry === undefined ? others : [...others, entry]));
  } catch {
    // Full or forbidden storage: the reader loses a reminder, not a run.
  }
}

/** Runs that go on by themselves later, or when a person decides. One that stands in line is not asleep. */
export function sleepersOf(runs: readonly RunView[]): number {
  return runs.filter(({ status }) => SLEEPS.has(status)).length;
}

const SLEEPS: ReadonlySet<RunView["status"]> = new Set(["sleeping", "waiting", "retrying"]);

export function saysAsleep(runs: number): string {
  return `${count(runs, "run")} asleep`;
}

function isSleepingLab(entry: unknown): entry is SleepingLab {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "lab" in entry &&
    "page" in entry &&
    "runs" in entry &&
    typeof entry.lab === "string" &&
    typeof entry.page === "string" &&
    typeof entry.runs === "number"
  );
}
