// The calls in flight, and whether each computes or stands, which means: waits for an alarm of the lab's clock, or is held.
// Time may go on only while a call waits for an alarm; a jump of the clock waits until every call stands.

import type { Instant } from "../../log/facts.ts";

/** `by`: the engine's own requests for a step (`step.fetch`) do not die with the host. */
export type OpenCall = { readonly callId: string; readonly runId: string; readonly fn: string; readonly by?: "engine" };
/** `long`: of a minute or more, so that it takes a press to get there. */
export type Wait = { readonly until: Instant; readonly long: boolean };
type Alarm = Wait & { readonly by: OpenCall["by"] };
type Entry = OpenCall & { waits: number; holds: number };

export interface Calls {
  open(call: OpenCall): void;
  close(callId: string): void;
  get(callId: string | undefined): OpenCall | undefined;
  /** The only open call of a run to its host, if there is just one. */
  ofRun(runId: string): OpenCall | undefined;
  /** The call waits for an alarm at `until`, until the returned function is called. */
  wait(callId: string | undefined, alarm: Wait): () => void;
  /** When the first of those alarms rings: among the world's latencies and short timers, or among timers that a person would not wait out. */
  nextWait(which: "short" | "long"): Instant | undefined;
  /** The call is held until the returned function is called. */
  hold(callId: string | undefined): () => void;
  readonly size: number;
  /** No call computes. */
  allStand(): boolean;
  /** There are calls, and each is held. */
  allHeld(): boolean;
  /** Forgets the host's waits: whoever waited is dead. */
  dropWaits(): void;
  clear(): void;
}

/** `changed` is told of every change. */
export function createCalls(changed: () => void): Calls {
  const calls = new Map<string, Entry>();
  const alarms = new Set<Alarm>();
  let strays = 0;

  function count(callId: string | undefined, what: "waits" | "holds"): () => void {
    const entry = callId === undefined ? undefined : calls.get(callId);
    if (entry === undefined) strays += 1;
    else entry[what] += 1;
    changed();
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      if (entry === undefined) strays = Math.max(0, strays - 1);
      else entry[what] -= 1;
      changed();
    };
  }

  function dropWaits(): void {
    for (const alarm of alarms) if (alarm.by === undefined) alarms.delete(alarm);
    strays = 0;
    changed();
  }

  return {
    open(call) {
      calls.set(call.callId, { ...call, waits: 0, holds: 0 });
      changed();
    },
    close(callId) {
      if (calls.delete(callId)) changed();
    },
    get: (callId) => (callId === undefined ? undefined : calls.get(callId)),
    ofRun(runId) {
      const open = [...calls.values()].filter((call) => call.runId === runId && call.by === undefined);
      return open.length === 1 ? open[0] : undefined;
    },
    wait(callId, wait) {
      const alarm: Alarm = { ...wait, by: callId === undefined ? undefined : calls.get(callId)?.by };
      alarms.add(alarm);
      const leave = count(callId, "waits");
      return () => {
        alarms.delete(alarm);
        leave();
      };
    },
    nextWait(which) {
      const some = [...alarms].filter(({ long }) => long === (which === "long"));
      return some.length === 0 ? undefined : Math.min(...some.map(({ until }) => until));
    },
    hold: (callId) => count(callId, "holds"),
    get size() {
      return calls.size;
    },
    allStand: () => strays > 0 || every(calls, (call) => call.waits + call.holds > 0),
    allHeld: () => calls.size > 0 && every(calls, (call) => call.holds > 0 && call.waits === 0),
    dropWaits,
    clear() {
      calls.clear();
      alarms.clear();
      dropWaits();
    },
  };
}

// Asked at every change while hundreds of calls may be open: the first that does not fit ends it.
function every(calls: ReadonlyMap<string, Entry>, fits: (call: Entry) => boolean): boolean {
  for (const call of calls.values()) if (!fits(call)) return false;
  return true;
}
