// What the controller must remember, folded from the log: enough to go on after a reload or an engine restart.
import type { Boundary, Fact, FactOf, Instant } from "../../log/facts.ts";
import type { Files, Rate } from "../../session/lab-session.ts";
import type { PaidCost, WorldEffect } from "../../world/door.ts";
import { createCodeChanges, type CodeChanges } from "./code-changes.ts";

export type Armed = { readonly boundary: Boundary; readonly stepId?: string; readonly kind?: string };

export interface Ledger {
  /** Number and files of the code in service; 0 before the first. */
  version: number;
  files: Files;
  /** The webhooks' transforms, once somebody has saved some. */
  transforms: Files | undefined;
  /** The highest host number so far. */
  hosts: number;
  /** True when a host was killed and none has been started since. */
  hostDown: boolean;
  contained: boolean;
  armed: Armed | undefined;
  checkpointing: boolean;
  callsPaused: boolean;
  /** The act that the learner has open; undefined before the first. */
  act: string | undefined;
  /** The act in which each unfinished run began, where the log says so. */
  readonly acts: Map<string, string>;
  /** The act in which the host last died. */
  killedIn: string | undefined;
  rate: Rate;
  paused: boolean;
  /** The instant of the last fact. */
  lastAt: Instant;
  readonly faults: Set<string>;
  readonly entries: Map<string, number>;
  /** Boundaries (`heldKey`) at which a run was held and has gone on, or its host died: it is held there once. */
  readonly heldOnce: Set<string>;
  /** Boundaries at which a run is held now. An engine that dies meanwhile forgets the hold, and the run is held again. */
  readonly holding: Set<string>;
  readonly unfinished: Set<string>;
  /** Runs whose decision has come and whose next effect has not. */
  readonly decided: Set<string>;
  /** Kinds of effect that a run's step has had. */
  readonly kinds: Map<string, Set<string>>;
  readonly effects: WorldEffect[];
  readonly costs: PaidCost[];
  readonly changes: CodeChanges;
}

export function createLedger(): Ledger {
  return {
    version: 0,
    files: {},
    transforms: undefined,
    hosts: 0,
    hostDown: false,
    contained: false,
    armed: undefined,
    checkpointing: true,
    callsPaused: false,
    act: undefined,
    acts: new Map(),
    killedIn: undefined,
    rate: 0,
    paused: false,
    lastAt: 0,
    faults: new Set(),
    entries: new Map(),
    heldOnce: new Set(),
    holding: new Set(),
    unfinished: new Set(),
    decided: new Set(),
    kinds: new Map(),
    effects: [],
    costs: [],
    changes: createCodeChanges(),
  };
}

export type HeldAt = {
  readonly runId: string;
  readonly boundary: Boundary;
  readonly stepId?: string | undefined;
  readonly kind?: string | undefined;
};
export const heldKey = ({ runId, boundary, stepId, kind }: HeldAt): string => [runId, boundary, stepId ?? kind ?? ""].join("\n");
export const stepKey = (runId: string | undefined, stepId: string | undefined): string => `${runId ?? ""}\n${stepId ?? ""}`;

export function enter(ledger: Ledger, fact: Fact): void {
  ledger.lastAt = Math.max(ledger.lastAt, fact.t);
  ledger.changes.see(fact);
  switch (fact.type) {
    case "code.deployed":
      ledger.version = fact.version;
      ledger.files = fact.files;
      return;
    case "transforms.saved":
      ledger.transforms = fact.files;
      return;
    case "host.started":
      ledger.hosts = Math.max(ledger.hosts, fact.host);
      ledger.hostDown = ledger.contained = false;
      return;
    case "host.killed":
      ledger.hosts = Math.max(ledger.hosts, fact.host);
      ledger.hostDown = true;
      ledger.killedIn = ledger.act;
      if (fact.by === "armed") ledger.armed = undefined;
      for (const held of ledger.holding) ledger.heldOnce.add(held);
      ledger.holding.clear();
      return;
    case "host.contained":
      ledger.contained = true;
      return;
    case "fault.armed":
      ledger.armed = armedOf(fact);
      return;
    case "fault.disarmed":
      ledger.armed = undefined;
      return;
    case "act.entered":
      ledger.act = fact.act;
      return;
    case "fault.switched":
      if (fact.on) ledger.faults.add(fact.fault);
      else ledger.faults.delete(fact.fault);
      return;
    default:
      enterEngine(ledger, fact);
  }
}

function enterEngine(ledger: Ledger, fact: Fact): void {
  switch (fact.type) {
    case "clock.rate":
      ledger.rate = fact.rate as Rate;
      ledger.paused = fact.paused;
      return;
    case "engine.restarted":
      ledger.holding.clear();
      return;
    case "engine.started":
      ledger.checkpointing = fact.checkpointing;
      return;
    case "checkpointing.set":
      ledger.checkpointing = fact.on;
      return;
    case "calls.paused":
    case "calls.resumed":
      ledger.callsPaused = fact.type === "calls.paused";
      return;
    default:
      enterRun(ledger, fact);
  }
}

function enterRun(ledger: Ledger, fact: Fact): void {
  switch (fact.type) {
    case "run.created":
      ledger.unfinished.add(fact.runId);
      if (ledger.act !== undefined) ledger.acts.set(fact.runId, ledger.act);
      return;
    case "run.completed":
    case "run.failed":
    case "run.cancelled":
      ledger.unfinished.delete(fact.runId);
      ledger.acts.delete(fact.runId);
      ledger.decided.delete(fact.runId);
      return;
    case "handler.entered":
      ledger.entries.set(fact.runId, Math.max(fact.entry, ledger.entries.get(fact.runId) ?? 0));
      return;
    case "run.held":
      ledger.holding.add(heldKey(fact));
      return;
    case "run.released":
      ledger.holding.delete(heldKey(fact));
      ledger.heldOnce.add(heldKey(fact));
      return;
    case "wait.matched":
      ledger.decided.add(fact.runId);
      return;
    case "cost":
      ledger.costs.push({ kind: fact.kind, label: fact.label, cents: fact.cents, at: fact.t });
      return;
    case "effect":
      enterEffect(ledger, fact);
  }
}

function enterEffect(ledger: Ledger, { kind, label, key, suppressed, detail, runId, stepId }: FactOf<"effect">): void {
  ledger.effects.push({ kind, label, suppressed, detail, ...(key === undefined ? {} : { key }) });
  if (runId !== undefined) ledger.decided.delete(runId);
  const step = stepKey(runId, stepId);
  const kinds = ledger.kinds.get(step) ?? new Set<string>();
  ledger.kinds.set(step, kinds.add(kind));
}

const armedOf = ({ boundary, stepId, kind }: FactOf<"fault.armed">): Armed => ({
  boundary,
  ...(stepId === undefined ? {} : { stepId }),
  ...(kind === undefined ? {} : { kind }),
});
