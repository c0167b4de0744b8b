// The log as goals read it: indexed by run and by type, kept up at a constant cost a fact, also with hundreds of runs. A view of one
// act leaves out what belongs to another: its runs, its events and its presses.
import type { Fact, FactOf, FactType } from "../../../log/facts.ts";
import { runIdOf } from "../../../log/read.ts";
import { Burst } from "./burst.ts";
import { RunLog } from "./run-log.ts";

/** Facts that say something of every run that lives, though they belong to none. */
const OF_ALL_RUNS: ReadonlySet<FactType> = new Set<FactType>(["host.killed", "host.started", "engine.restarted", "code.deployed"]);

/** Facts of an act that belong to no run. What host, engine, code and clock tell concerns every act. */
const OF_AN_ACT: ReadonlySet<FactType> = new Set<FactType>(["event.received", "request.decided"]);

export class LogView {
  readonly #within: string | undefined;
  readonly #elsewhere = new Set<string>();
  readonly #runs: RunLog[] = [];
  readonly #byId = new Map<string, RunLog>();
  readonly #byType = new Map<FactType, Fact[]>();
  readonly #events = new Map<string, FactOf<"event.received">>();
  readonly #living = new Set<RunLog>();
  readonly #changed = new Map<RunLog, number>();
  #facts: Fact[] = [];
  #act: string | undefined;
  #burst = new Burst(undefined);

  /** `within`: the act whose part of the log it shows; by default all of it. What a log does not say the act of belongs to each. */
  constructor(within?: string) {
    this.#within = within;
  }

  /** A view of a whole log, or of one act's part of it. */
  static of(facts: readonly Fact[], within?: string): LogView {
    const view = new LogView(within);
    for (const fact of facts) view.add(fact);
    return view;
  }

  /** Takes in the next fact of the log. False: it belongs to another act. */
  add(fact: Fact): boolean {
    if (fact.type === "act.entered") this.#act = fact.act;
    if (this.#isOfAnother(fact)) return false;
    this.#facts.push(fact);
    const known = this.#byType.get(fact.type);
    if (known === undefined) this.#byType.set(fact.type, [fact]);
    else known.push(fact);
    if (fact.type === "event.received") this.#events.set(fact.eventId, fact);
    if (Burst.begins(fact, this.#burst)) this.#burst = new Burst(fact);
    const run = this.#runOf(fact);
    this.#burst.add(fact, run);
    if (run !== undefined) this.#touch(run, fact);
    else if (OF_ALL_RUNS.has(fact.type)) for (const each of this.#living) this.#changed.set(each, this.#facts.length);
    return true;
  }

  #isOfAnother(fact: Fact): boolean {
    if (this.#within === undefined) return false;
    const away = this.#act !== undefined && this.#act !== this.#within;
    const runId = runIdOf(fact);
    if (fact.type === "run.created" && away) this.#elsewhere.add(fact.runId);
    return runId === undefined ? away && OF_AN_ACT.has(fact.type) : this.#elsewhere.has(runId);
  }

  #runOf(fact: Fact): RunLog | undefined {
    if (fact.type !== "run.created") return this.#byId.get(runIdOf(fact) ?? "");
    const run = new RunLog(this, this.#runs.length + 1, fact, this.#act);
    this.#runs.push(run);
    this.#byId.set(fact.runId, run);
    this.#living.add(run);
    return run;
  }

  #touch(run: RunLog, fact: Fact): void {
    run.add(fact);
    this.#changed.delete(run);
    this.#changed.set(run, this.#facts.length);
    if (run.end !== undefined) this.#living.delete(run);
  }

  /** How many facts it holds: a mark for `changedSince`. */
  get size(): number {
    return this.#facts.length;
  }
  get runs(): readonly RunLog[] {
    return this.#runs;
  }
  /** Runs that something has been said of since the view held so many facts. */
  changedSince(size: number): readonly RunLog[] {
    const changed: RunLog[] = [];
    for (const [run, at] of this.#changed) if (at > size) changed.push(run);
    return changed;
  }
  /** The newest burst: what was sent together, on one version of the code, and the runs of it. */
  get burst(): Burst {
    return this.#burst;
  }
  /** Each version of the code, with the runs that it alone served; `seq`: the last fact that ended one of them. */
  get versions(): readonly { readonly seq: number; readonly runs: readonly RunLog[] }[] {
    const served = this.#runs.filter((run) => run.versions.length === 1);
    return [...new Set(served.map((run) => run.versions[0]))].map((version) => {
      const runs = served.filter((run) => run.versions[0] === version);
      return { runs, seq: Math.max(...runs.map(({ seq }) => seq)) };
    });
  }
  of<T extends FactType>(type: T): readonly FactOf<T>[] {
    return (this.#byType.get(type) ?? []) as unknown as readonly FactOf<T>[];
  }
  event(eventId: string): FactOf<"event.received"> | undefined {
    return this.#events.get(eventId);
  }
  /** Facts strictly between two others. */
  between(from: Fact, to: Fact): readonly Fact[] {
    return this.#facts.slice(this.#after(from.seq), this.#after(to.seq - 1));
  }
  hostIsUp(at: Fact): boolean {
    const before = (type: "host.started" | "host.killed"): number => this.of(type).findLast((fact) => fact.seq < at.seq)?.seq ?? 0;
    return before("host.started") > before("host.killed");
  }
  /** A host has been killed and none started since. */
  get hostIsDown(): boolean {
    return (this.of("host.killed").at(-1)?.seq ?? 0) > (this.of("host.started").at(-1)?.seq ?? 0);
  }

  /** Index of the first fact after this number. */
  #after(seq: number): number {
    let [low, high] = [0, this.#facts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#facts[middle]?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
