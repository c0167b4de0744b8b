// The part of a log that belongs to one act: its runs, what came in and was pressed while it was open, and how it found the host.
import type { Fact, FactType } from "../../../../sandbox/log/facts.ts";
import { runIdOf } from "../../../../sandbox/log/read.ts";

/** What an act finds as it begins. */
const FOUND: ReadonlySet<FactType> = new Set<FactType>(["host.started", "host.killed", "code.deployed", "engine.started"]);

export type ActWatch = {
  /** Takes in the next fact of the log; whether it belongs to the act. */
  take(fact: Fact): boolean;
};

/** Without an act everything belongs, and where the log names none. */
export function createActWatch(act: string | undefined): ActWatch {
  let open: string | undefined;
  let entered = false;
  const elsewhere = new Set<string>();
  return {
    take(fact) {
      if (act === undefined) return true;
      if (fact.type === "act.entered") open = fact.act;
      const here = open === undefined || open === act;
      entered ||= open === act;
      if (fact.type === "run.created" && !here) elsewhere.add(fact.runId);
      const runId = fact.type === "host.killed" ? undefined : runIdOf(fact);
      return runId === undefined ? here || (!entered && FOUND.has(fact.type)) : !elsewhere.has(runId);
    },
  };
}
