// One run's part of the log, kept up as facts come in: what a goal's clause asks of a run, in the words of the lessons.
import type { Fact, FactOf, FactType } from "../../../log/facts.ts";
import type { Json, JsonObject } from "../../../log/json.ts";
import { objectsIn } from "../../../log/read.ts";

export type RunEnd = FactOf<"run.completed"> | FactOf<"run.failed"> | FactOf<"run.cancelled">;
type Effect = FactOf<"effect">;

/** What a run asks of the log around it. */
type Around = {
  of<T extends FactType>(type: T): readonly FactOf<T>[];
  event(eventId: string): FactOf<"event.received"> | undefined;
  readonly hostIsDown: boolean;
};

export class RunLog {
  /** Counts the lab's runs from 1, first created first. */
  readonly n: number;
  readonly created: FactOf<"run.created">;
  /** The act in which it began; undefined where the log does not say. */
  readonly act: string | undefined;
  end: RunEnd | undefined;
  readonly #view: Around;
  readonly #byType = new Map<FactType, Fact[]>();

  constructor(view: Around, n: number, created: FactOf<"run.created">, act: string | undefined) {
    this.#view = view;
    this.n = n;
    this.created = created;
    this.act = act;
  }

  /** Called by the view, once for each fact of the run. */
  add(fact: Fact): void {
    const known = this.#byType.get(fact.type);
    if (known === undefined) this.#byType.set(fact.type, [fact]);
    else known.push(fact);
    if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") this.end = fact;
  }

  of<T extends FactType>(type: T): readonly FactOf<T>[] {
    return (this.#byType.get(type) ?? []) as unknown as readonly FactOf<T>[];
  }

  get runId(): string {
    return this.created.runId;
  }
  /** Number of the fact that ended it; 0 while it goes on. */
  get seq(): number {
    return this.end?.seq ?? 0;
  }
  get completed(): boolean {
    return this.end?.type === "run.completed";
  }
  get failed(): boolean {
    return this.end?.type === "run.failed";
  }
  get output(): Json | undefined {
    return this.end?.type === "run.completed" ? this.end.output : undefined;
  }
  /** The error of a failed run, as a sentence. */
  get problem(): string {
    const message = this.end?.type === "run.failed" ? this.end.error.message : "no error";
    return message.endsWith(".") ? message : `${message}.`;
  }

  /** The event that started it, or the first of its batch. */
  get event(): FactOf<"event.received"> | undefined {
    return this.#view.event(this.created.eventIds[0] ?? "");
  }

  /** Each time the function was entered from its first line. */
  get entries(): readonly FactOf<"handler.entered">[] {
    return this.of("handler.entered");
  }
  /** The versions of the code that its entries ran on, each once. */
  get versions(): readonly number[] {
    return [...new Set(this.entries.map((entry) => entry.version))];
  }
  /** The one mode of all its entries; undefined when it changed. */
  get mode(): "checkpoint" | "per-step" | undefined {
    const modes = new Set(this.entries.map((entry) => entry.mode));
    return modes.size === 1 ? this.entries[0]?.mode : undefined;
  }

  /** A text of the data of its event, for example the id of a request. */
  input(name: string): string {
    const value = this.event?.data[name];
    return typeof value === "string" ? value : "";
  }

  /** Each time the body of this step began to execute. */
  attempts(stepId: string): readonly FactOf<"step.started">[] {
    return this.of("step.started").filter((fact) => fact.stepId === stepId);
  }
  /** Names of the recorded steps, in order of recording. */
  get recorded(): readonly string[] {
    return this.of("step.completed").map((fact) => fact.stepId);
  }
  /** The first object that a step recorded and `fits` accepts: a result is known by what it holds, whatever its step is called. */
  found(fits: (value: JsonObject) => boolean): JsonObject | undefined {
    return this.of("step.completed")
      .flatMap((step) => objectsIn(step.output))
      .find(fits);
  }

  /** It goes on, and its host has died and none come since. */
  get waitsForHost(): boolean {
    return this.end === undefined && this.#view.hostIsDown;
  }
  /** Recorded steps that its last entry did not ask for: to the code that served then they were another function's. */
  get forgotten(): readonly string[] {
    const last = this.entries.at(-1);
    const asked = new Set(this.of("step.memo").flatMap(({ callId, stepId }) => (callId === last?.callId ? [stepId] : [])));
    return this.of("step.completed").flatMap(({ seq, stepId }) => (seq < (last?.seq ?? 0) && !asked.has(stepId) ? [stepId] : []));
  }

  get asleep(): boolean {
    return this.of("sleep.started").length > this.of("sleep.ended").length;
  }
  /** Its first sleep, once it has ended. */
  get sleep(): { readonly from: FactOf<"sleep.started">; readonly to: FactOf<"sleep.ended">; readonly ms: number } | undefined {
    const [from] = this.of("sleep.started");
    const [to] = this.of("sleep.ended");
    return from && to && { from, to, ms: to.t - from.t };
  }
  /** Facts of one type in its first sleep, which may go on: not of the run alone. */
  inSleep<T extends FactType>(type: T): readonly FactOf<T>[] {
    const from = this.of("sleep.started")[0]?.seq ?? Number.POSITIVE_INFINITY;
    const to = this.of("sleep.ended")[0]?.seq ?? Number.POSITIVE_INFINITY;
    return this.#view.of(type).filter((fact) => fact.seq > from && fact.seq < to);
  }
  /** It waits for an event that has neither come nor timed out. */
  get waiting(): boolean {
    const over = this.of("wait.matched").length + this.of("wait.timedout").length;
    return this.end === undefined && this.of("wait.registered").length > over;
  }

  /** Whether it waited for an event when this fact was written. */
  waitedAt(fact: Fact): boolean {
    const [from, to] = this.#wait();
    return from < fact.seq && to > fact.seq;
  }
  /** The host died while it waited, and the function was not entered before the wait ended. */
  get killedWaiting(): boolean {
    const [from, to] = this.#wait();
    const kill = this.kills.find(({ seq }) => seq > from && seq < to);
    return kill !== undefined && !this.entries.some(({ seq }) => seq > kill.seq && seq < to);
  }
  /** First and last fact of its first wait; without one, a stretch that nothing lies in. */
  #wait(): readonly [from: number, to: number] {
    const to = this.of("wait.matched")[0] ?? this.of("wait.timedout")[0];
    return [this.of("wait.registered")[0]?.seq ?? Number.POSITIVE_INFINITY, to?.seq ?? Number.POSITIVE_INFINITY];
  }

  /** Kills of the host between its creation and its end, or now; deploys do not count. */
  get kills(): readonly FactOf<"host.killed">[] {
    return this.#within("host.killed").filter((kill) => kill.by !== "deploy");
  }
  get engineRestarts(): readonly FactOf<"engine.restarted">[] {
    return this.#within("engine.restarted");
  }
  get deploys(): readonly FactOf<"code.deployed">[] {
    return this.#within("code.deployed");
  }
  /** No host and no engine died during it, and no code came into service. */
  get undisturbed(): boolean {
    return this.kills.length === 0 && this.engineRestarts.length === 0 && this.deploys.length === 0;
  }

  /** Calls of the model that were paid for. */
  get modelCalls(): readonly FactOf<"cost">[] {
    return this.of("cost").filter((cost) => cost.kind === "model");
  }
  get modelCents(): number {
    return this.modelCalls.reduce((sum, cost) => sum + cost.cents, 0);
  }
  /** What it really did in the world: requests that a key recognized as repeated do not count. */
  effects(kind: string, table?: string): readonly Effect[] {
    return this.of("effect").filter((effect) => !effect.suppressed && isOf(effect, kind, table));
  }
  /** Requests that a key recognized: asked for again, done once. */
  suppressed(kind: string): readonly Effect[] {
    return this.of("effect").filter((effect) => effect.suppressed && isOf(effect, kind, undefined));
  }
  /** What it wrote into one column of a table, row by row. */
  written(table: string, column: string): readonly string[] {
    const rows = this.effects("db.insert", table).flatMap((effect) => objectsIn(effect.detail.rows));
    return rows.map((row) => String(row[column]));
  }
  /** Everything it did or paid outside was done in a step. */
  get allInSteps(): boolean {
    const outside = [...this.of("effect"), ...this.of("cost")];
    return outside.length > 0 && outside.every((fact) => fact.stepId !== undefined);
  }

  /** Whether a hold kept it when this fact was written. */
  heldAt(fact: Fact): boolean {
    const before = <T extends Fact>(all: readonly T[]): number => all.findLast((each) => each.seq < fact.seq)?.seq ?? 0;
    return before(this.of("run.held")) > before(this.of("run.released"));
  }

  #within<T extends FactType>(type: T): readonly FactOf<T>[] {
    const end = this.end?.seq ?? Number.POSITIVE_INFINITY;
    return this.#view.of(type).filter((fact) => fact.seq > this.created.seq && fact.seq < end);
  }
}

const isOf = (effect: Effect, kind: string, table: string | undefined): boolean =>
  effect.kind === kind && (table === undefined || effect.detail.table === table);
