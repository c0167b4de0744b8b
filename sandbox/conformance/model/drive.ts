// The driver: runs a program to its end on a hand-turned clock, one action after the other, through whatever crashes it is told of.
import { createSeededEntropy } from "../../adapters/memory/entropy.ts";
import { createMemoryEventStore } from "../../adapters/memory/event-store.ts";
import { createManualClock, type ManualClock } from "../../adapters/memory/manual-clock.ts";
import { createEngine, type Engine } from "../../engine/engine.ts";
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { Fact } from "../../log/facts.ts";
import type { JsonObject } from "../../log/json.ts";
import { createModelApp, type Fault, type ModelApp } from "./app.ts";
import { eventFor, stepsOf, type Program } from "./program.ts";

export type Scenario = {
  readonly program: Program;
  readonly checkpointing: boolean;
  readonly faults: readonly (Fault | undefined)[];
  /** Which of the waiting actions goes next, one number for each turn; used again from the start when they run out. */
  readonly order: readonly number[];
  readonly seed: string;
  /** Flow control of the main function, as it stands on the wire. */
  readonly flow?: JsonObject;
};

export type Hooks = {
  /** After every action: "crash" kills the engine, and a new one opens on the same store; "pause" holds calls until nothing else is left to do. */
  readonly after?: (action: number) => "crash" | "pause" | undefined;
  /** Before every action: the place may observe something. */
  readonly observe?: (engine: Engine, action: number) => void;
  readonly store?: EventStore;
  readonly snapshotEvery?: number;
};

const START = 1_800_000_000_000;
const TURNS = 20_000;
const A_DAY = 86_400_000;

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Drive {
  readonly store: EventStore;
  readonly app: ModelApp;
  readonly #scenario: Scenario;
  readonly #hooks: Hooks;
  readonly #clock: ManualClock;
  #engine: Engine | undefined;
  #actions = 0;
  #paused = false;

  constructor(scenario: Scenario, hooks: Hooks = {}, start = START) {
    this.#scenario = scenario;
    this.#hooks = hooks;
    this.#clock = createManualClock(start);
    this.store = hooks.store ?? createMemoryEventStore();
    this.app = createModelApp(scenario.program, (request) => this.engine.handle(request, "function"), scenario.faults, scenario.flow);
  }

  get engine(): Engine {
    if (this.#engine === undefined) throw new Error("No engine is open: call start() first.");
    return this.#engine;
  }

  async start(): Promise<void> {
    const { seed, checkpointing } = this.#scenario;
    const { snapshotEvery } = this.#hooks;
    this.#engine = await createEngine(
      {
        clock: this.#clock,
        entropy: createSeededEntropy(seed),
        store: this.store,
        transport: this.app.transport,
        gateway: this.app.gateway,
      },
      { checkpointing, ...(snapshotEvery === undefined ? {} : { snapshotEvery }) },
    );
    await this.#engine.handle(this.app.registration);
  }

  async send(name: string, data: JsonObject = { key: "k" }): Promise<void> {
    await this.engine.handle({ method: "POST", path: "/e/key", headers: {}, body: JSON.stringify({ name, data }) });
  }

  /** Goes on until nothing is left to do, and returns the log. */
  async finish(): Promise<readonly Fact[]> {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await flush();
      if (this.app.pending() > 0) await this.#act();
      else if (!(await this.#answerWaits()) && !(await this.#answerSignals()) && !(await this.#resume()) && !this.#turnClock())
        return this.engine.facts();
    }
    throw new Error(`Not at its end after ${TURNS} turns.`);
  }

  /** Some actions, then some time. */
  async pass(actions: number, ms: number): Promise<void> {
    for (let i = 0; i < actions; i += 1) {
      await flush();
      if (this.app.pending() > 0) await this.#act();
    }
    await flush();
    this.#clock.advance(ms);
    await flush();
  }

  async #act(): Promise<void> {
    const { order } = this.#scenario;
    this.#hooks.observe?.(this.engine, this.#actions);
    this.app.turn((order[this.#actions % order.length] ?? 0) % this.app.pending());
    this.#actions += 1;
    const next = this.#hooks.after?.(this.#actions);
    if (next === "crash") await this.restart();
    else if (next === "pause") await this.engine.pauseCalls("paused");
    this.#paused ||= next === "pause";
  }

  async #resume(): Promise<boolean> {
    const due = this.engine.nextDue();
    // Held calls may outlast sleeps and retries; an invoke's timeout of a year would tell on the result.
    if (!this.#paused || (due !== undefined && due - this.#clock.now() < A_DAY)) return false;
    this.#paused = false;
    await this.engine.resumeCalls("nothing else is left to do");
    return true;
  }

  async restart(): Promise<void> {
    this.engine.stop();
    await this.start();
  }

  async #answerWaits(): Promise<boolean> {
    const facts = await this.engine.facts();
    const ended = new Set(
      facts.flatMap((fact) => (fact.type === "wait.matched" || fact.type === "wait.timedout" ? [`${fact.runId} ${fact.stepId}`] : [])),
    );
    const over = new Set(facts.flatMap((fact) => (fact.type === "run.cancelled" ? [fact.runId] : [])));
    const hits = new Set(stepsOf(this.#scenario.program).flatMap((step) => (step.type === "wait" && step.hit ? [step.id] : [])));
    const open = facts.find(
      (fact) =>
        fact.type === "wait.registered" && hits.has(fact.stepId) && !over.has(fact.runId) && !ended.has(`${fact.runId} ${fact.stepId}`),
    );
    if (open?.type !== "wait.registered") return false;
    await this.send(eventFor(open.stepId), { key: "other", id: "not this one" });
    await this.send(eventFor(open.stepId), { key: "k", id: open.stepId });
    return true;
  }

  async #answerSignals(): Promise<boolean> {
    const facts = await this.engine.facts();
    const ended = new Set(
      facts.flatMap((fact) => (fact.type === "signal.matched" || fact.type === "signal.timedout" ? [`${fact.runId} ${fact.stepId}`] : [])),
    );
    const over = new Set(facts.flatMap((fact) => (fact.type === "run.cancelled" ? [fact.runId] : [])));
    const hits = new Set(stepsOf(this.#scenario.program).flatMap((step) => (step.type === "signal" && step.hit ? [step.id] : [])));
    const open = facts.findLast(
      (fact) =>
        fact.type === "signal.registered" && hits.has(fact.stepId) && !ended.has(`${fact.runId} ${fact.stepId}`) && !over.has(fact.runId),
    );
    if (open?.type !== "signal.registered") return false;
    const body = JSON.stringify({ signal: open.signal, data: open.stepId });
    await this.engine.handle({ method: "POST", path: "/v1/signals", headers: {}, body });
    return true;
  }

  #turnClock(): boolean {
    const due = this.engine.nextDue();
    if (due === undefined) return false;
    this.#clock.set(Math.max(due, this.#clock.now()));
    return true;
  }
}
