// The runs that one press began, on one version of the code, and what they did together: for goals about many runs.
// Every figure is kept up as facts come in, so asking costs nothing, also with hundreds of runs.
import type { Fact, Instant } from "../../../log/facts.ts";
import type { RunLog } from "./run-log.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export class Burst {
  /** The fact that it begins with; undefined before anything was sent. */
  readonly cause: Fact | undefined;
  readonly runs: RunLog[] = [];
  /** Most steps that were executing at one moment. */
  peakSteps = 0;
  completed = 0;
  failed = 0;
  /** Number of the last fact that ended one of its runs; 0 while none has ended. */
  seq = 0;
  readonly #executing = new Set<string>();
  readonly #mine = new Set<RunLog>();
  readonly #starts: Instant[] = [];
  readonly #refusals = new Map<number, number>();
  /** For each length asked for: how many starts were looked at, where the stretch begins, the most found. */
  readonly #windows = new Map<number, { seen: number; first: number; most: number }>();

  constructor(cause: Fact | undefined) {
    this.cause = cause;
  }

  /** New code, or events sent at another moment than those before, begin a new burst. */
  static begins(fact: Fact, now: Burst): boolean {
    if (fact.type === "code.deployed") return true;
    return fact.type === "event.received" && fact.source === "learner" && (now.cause?.type !== "event.received" || now.cause.t !== fact.t);
  }

  add(fact: Fact, run: RunLog | undefined): void {
    if (fact.type === "host.killed") this.#executing.clear();
    if (run === undefined) return;
    if (fact.type === "run.created") {
      this.runs.push(run);
      this.#mine.add(run);
    }
    if (this.#mine.has(run)) this.#addOf(fact);
  }

  #addOf(fact: Fact): void {
    switch (fact.type) {
      // A run that a limit holds back has started for the engine, and for nobody else: what counts is its first call.
      case "call.sent":
        return fact.because === "start" ? void this.#starts.push(fact.t) : undefined;
      case "step.started":
        this.#executing.add(`${fact.runId} ${fact.hashedId}`);
        this.peakSteps = Math.max(this.peakSteps, this.#executing.size);
        return;
      case "step.completed":
      case "step.failed":
        return void this.#executing.delete(`${fact.runId} ${fact.hashedId}`);
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
        this.completed += fact.type === "run.completed" ? 1 : 0;
        this.failed += fact.type === "run.failed" ? 1 : 0;
        this.seq = fact.seq;
        return;
      default:
        return this.#addRefusal(fact);
    }
  }

  #addRefusal(fact: Fact): void {
    if (fact.type === "service.refused") this.#refusals.set(fact.status, this.refused(fact.status) + 1);
  }

  /** Requests that a service of the world refused with this HTTP status. */
  refused(status: number): number {
    return this.#refusals.get(status) ?? 0;
  }

  /** Most runs that started within any stretch of this length, for example `60s`. */
  startsInAny(span: string): number {
    const ms = lengthOf(span);
    const known = this.#windows.get(ms) ?? { seen: 0, first: 0, most: 0 };
    this.#windows.set(ms, known);
    for (; known.seen < this.#starts.length; known.seen += 1) {
      const t = this.#starts[known.seen] ?? 0;
      while (t - (this.#starts[known.first] ?? t) >= ms) known.first += 1;
      known.most = Math.max(known.most, known.seen - known.first + 1);
    }
    return known.most;
  }
}

function lengthOf(span: string): number {
  const [, count, unit = ""] = /^(\d+)(ms|s|m|h|d)$/.exec(span) ?? [];
  const size = UNITS[unit];
  if (size === undefined) throw new RangeError(`${span} is no length of time. Write for example 60s, 5m or 2h.`);
  return Number(count) * size;
}
