// Models for the property tests of flow control: slow, obvious, and written independently of the modules.
// They keep the whole history and go through all of it for every question.
import type { Gate } from "./starts.ts";

/** How many histories, and how long they may take: few and short, or with LONG=1 very many. */
export function sizes(long: boolean): { readonly runs: { readonly numRuns: number }; readonly timeout: number } {
  return { runs: { numRuns: long ? 20_000 : 200 }, timeout: long ? 1_200_000 : 30_000 };
}

/** GCRA over a list of past starts, in exact fractions of a millisecond (units of 1 / limit). */
export function mayGo(
  starts: readonly number[],
  { limit, periodMs, capacity }: { limit: number; periodMs: number; capacity: number },
  now: number,
): boolean {
  const unit = BigInt(limit);
  const interval = BigInt(periodMs);
  let free = 0n;
  for (const start of starts) {
    const at = BigInt(start) * unit;
    free = (at > free ? at : free) + interval;
  }
  const at = BigInt(now) * unit;
  return at >= (at > free ? at : free) + interval - interval * BigInt(capacity);
}

export type ModelCall = {
  readonly id: string;
  readonly runId: string;
  readonly score: number;
  readonly order: number;
  readonly gates: readonly Gate[];
};

/** All waiting calls in one sorted list; the one that may go is found by going through it from the front. */
export class ModelLine {
  waiting: ModelCall[] = [];
  executing: ModelCall[] = [];
  /** Calls whose run is unfinished: they hold the limits on whole runs. */
  unfinished: ModelCall[] = [];
  readonly starts = new Map<string, number[]>();

  arrive(call: ModelCall): void {
    this.waiting = [...this.waiting, call].sort((a, b) => a.score - b.score || a.order - b.order);
  }

  cancel(id: string): void {
    this.waiting = this.waiting.filter((call) => call.id !== id);
  }

  end(id: string): void {
    this.executing = this.executing.filter((call) => call.id !== id);
  }

  endRun(runId: string): void {
    this.unfinished = this.unfinished.filter((call) => call.runId !== runId);
  }

  next(now: number): ModelCall | undefined {
    return this.waiting.find((call) => call.gates.every((gate) => this.isOpen(gate, now)));
  }

  go(call: ModelCall, now: number): void {
    this.waiting = this.waiting.filter((each) => each !== call);
    this.executing.push(call);
    this.unfinished.push(call);
    for (const { rule, bucket } of call.gates)
      if (rule.type === "throttle") this.starts.set(bucket, [...(this.starts.get(bucket) ?? []), now]);
  }

  holding(bucket: string): number {
    const holds = (unit: string) => (call: ModelCall) =>
      call.gates.some((gate) => gate.bucket === bucket && gate.rule.type === "concurrency" && gate.rule.unit === unit);
    return this.executing.filter(holds("step")).length + this.unfinished.filter(holds("run")).length;
  }

  isOpen({ rule, bucket }: Gate, now: number): boolean {
    if (rule.type === "concurrency") return this.holding(bucket) < rule.limit;
    return mayGo(this.starts.get(bucket) ?? [], { ...rule, capacity: rule.limit + rule.burst }, now);
  }
}
