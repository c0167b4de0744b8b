// Processor time of a program with many processes, as Linux counts it.
import { readdirSync, readFileSync } from "node:fs";

/**
 * Milliseconds of a processor that a process and all that it started have used so far, those that have ended included: a process's
 * time is added to its parent's when it ends. `undefined` where the system has no `/proc`.
 */
export function treeProcessorMs(pid: number): number | undefined {
  const own = ticksOf(pid);
  return own === undefined ? undefined : ticksBelow(pid, own) * MS_PER_TICK;
}

const MS_PER_TICK = 10;

const ticksBelow = (pid: number, own: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + ticksBelow(child, ticksOf(child) ?? 0), own);

/** User and system time of the process and of its ended children, in hundredths of a second (proc_pid_stat(5), fields 14 to 17). */
function ticksOf(pid: number): number | undefined {
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ");
  return fields?.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** Each thread keeps the list of those that it started. */
const childrenOf = (pid: number): readonly number[] =>
  (attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []).flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number),
  );

const read = (file: string): string | undefined => attempt(() => readFileSync(file, "utf8"));

/** A process may end at any moment: then it has nothing to say. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
