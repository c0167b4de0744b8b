// The event loop: inputs are decided one after the other. Their facts are stored, and only then published, answered and acted upon.
// While a batch is being written the state in memory is ahead of the store. Nobody outside is told of it before the batch is durable,
// so that a crash in between loses only what was never acknowledged (L1, L11).
import type { EngineFact, EngineFactBody, Fact, Instant, ObservationBody } from "../log/facts.ts";
import { advance } from "./core/advance.ts";
import type { Answer, Command, Input } from "./core/decision.ts";
import { nextDue } from "./core/flow-start.ts";
import { writeSnapshot } from "./core/snapshot.ts";
import type { EngineState } from "./core/state.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";
import { Writer } from "./writer.ts";

export class EngineStopped extends Error {
  readonly code = "engine-stopped";
  constructor(options?: ErrorOptions) {
    super("The engine has stopped and takes nothing more. Open a new one on the same store.", options);
    this.name = "EngineStopped";
  }
}

type Listener = (facts: readonly Fact[]) => void;
type Alarm = { readonly at: number; cancel: () => void };
/** `lastSeq`: the number of the last fact in the store. `folded`: how many facts no snapshot holds. `retryMs`: see `EngineOptions`. */
type LoopOptions = {
  readonly lastSeq: number;
  readonly folded: number;
  readonly snapshotEvery: number;
  readonly retryMs?: number | undefined;
};

export class Loop {
  readonly #ports: EnginePorts;
  readonly #state: EngineState;
  readonly #writer: Writer;
  readonly #listeners = new Set<Listener>();
  /** Ids of calls to the app that are not answered yet, and of gateway requests. */
  readonly #calls = new Set<string>();
  readonly #requests = new Set<string>();
  #seq: number;
  #deciding = 0;
  readonly #snapshotEvery: number;
  readonly #retryMs: number | undefined;
  #sinceSnapshot = 0;
  #alarm: Alarm | undefined;
  #stopped: EngineStopped | undefined;
  /** Who waits in `settle()` and in `stored()`. */
  readonly #untilSettled: (() => void)[] = [];
  readonly #untilStored: (() => void)[] = [];

  constructor(ports: EnginePorts, state: EngineState, { lastSeq, folded, snapshotEvery, retryMs }: LoopOptions) {
    this.#retryMs = retryMs;
    this.#ports = ports;
    this.#state = state;
    this.#seq = lastSeq;
    this.#sinceSnapshot = folded;
    this.#snapshotEvery = snapshotEvery;
    this.#writer = new Writer(ports.store, {
      onStored: (facts) => this.#publish(facts),
      onFailed: (error) => this.stop(error),
      onIdle: () => this.#onIdle(),
      flushDelay: ports.flushDelay,
    });
  }

  /** Resolves once everything that follows from the input is stored. */
  async submit(input: Input): Promise<Answer | undefined> {
    const [answer] = await this.submitAll([input]);
    return answer;
  }

  /** Decides the inputs in order; what follows from all of them is stored as one batch, so that a crash keeps all of it or none. */
  async submitAll(inputs: readonly Input[]): Promise<readonly (Answer | undefined)[]> {
    if (this.#stopped !== undefined) throw this.#stopped;
    this.#deciding += 1;
    try {
      const decided = inputs.map((input) => this.#advance(input));
      await this.#writer.write(decided.flatMap(({ facts }) => facts));
      for (const { commands } of decided) for (const command of commands) void this.#perform(command);
      return decided.map(({ answer }) => answer);
    } finally {
      this.#deciding -= 1;
      this.#wakeWaiting();
    }
  }

  // When a decision throws half-way, facts may be folded that will never be stored: only a new engine on the store may go on.
  #advance(input: Input): ReturnType<typeof advance> {
    try {
      return advance(this.#state, input, this.#ports.clock.now(), this.#ports.entropy, this.#stamp, this.#retryMs);
    } catch (error) {
      this.stop(error);
      throw error;
    }
  }

  async observe(body: ObservationBody, when: "now" | "soon"): Promise<Fact> {
    if (this.#stopped !== undefined) throw this.#stopped;
    const fact: Fact = { seq: this.#nextSeq(), t: this.#ports.clock.now(), ...body };
    await (when === "now" ? this.#writer.write([fact]) : this.#writer.writeSoon([fact]));
    return fact;
  }

  readonly #stamp = (body: EngineFactBody, t: Instant): EngineFact => ({ seq: this.#nextSeq(), t, ...body });

  #nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  inFlight(): number {
    return this.#calls.size;
  }

  settle(): Promise<void> {
    this.#writer.flush();
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => void this.#untilSettled.push(resolve));
  }

  stored(): Promise<void> {
    this.#writer.flush();
    if (this.#isStored()) return Promise.resolve();
    return new Promise((resolve) => void this.#untilStored.push(resolve));
  }

  stop(cause?: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = new EngineStopped(cause === undefined ? undefined : { cause });
    this.#alarm?.cancel();
    this.#writer.stop(this.#stopped);
    this.#wakeWaiting();
  }

  async #publish(facts: readonly Fact[]): Promise<void> {
    for (const listener of this.#listeners) listener(facts);
    this.#sinceSnapshot += facts.length;
    // A snapshot costs as much as the state is large. It is taken less often when there are many runs, so that its cost per fact stays constant.
    const every = Math.max(this.#snapshotEvery, 8 * this.#state.runs.size, this.#state.tombstones.size / 2);
    // A state that is ahead of the store must not become a snapshot.
    if (this.#sinceSnapshot >= every && facts.at(-1)?.seq === this.#seq) await this.#saveSnapshot();
  }

  /** Stops, with a snapshot if nothing is being written, so that the next start has no facts to fold. */
  async close(): Promise<void> {
    if (this.#stopped === undefined && this.#writer.isIdle) await this.#saveSnapshot();
    this.stop();
  }

  async #saveSnapshot(): Promise<void> {
    this.#sinceSnapshot = 0;
    await this.#ports.store.saveSnapshot(writeSnapshot(this.#state, this.#seq));
  }

  #perform(command: Command): Promise<void> {
    return command.type === "send"
      ? this.#submitAnswer(command.call.callId, this.#calls, this.#send(command))
      : this.#submitAnswer(command.requestId, this.#requests, this.#fetch(command));
  }

  #send({ url, request, call }: Extract<Command, { type: "send" }>): () => Promise<Input> {
    const { callId, runId } = call;
    return () =>
      this.#ports.transport.send(url, request, call).then(
        (response): Input => ({ type: "reply", callId, runId, response }),
        (): Input => ({ type: "unreachable", callId, runId }),
      );
  }

  // The error of a failing gateway is dropped: it may quote the request and its credentials.
  #fetch({ type: _, ...asked }: Extract<Command, { type: "fetch" }>): () => Promise<Input> {
    const { gateway } = this.#ports;
    if (gateway === undefined) return () => Promise.resolve({ type: "fetched", ...asked, response: { unreachable: "no way out" } });
    const { requestId, runId, hashedId } = asked;
    const run = this.#state.runs.get(runId);
    const meta = { requestId, runId, fn: run?.fn ?? "", stepId: run?.pending.get(hashedId)?.stepId ?? "" };
    return () =>
      gateway.fetch(asked.request, meta).then(
        (response): Input => ({ type: "fetched", ...asked, response }),
        (): Input => ({ type: "fetched", ...asked, response: { unreachable: "nobody answers" } }),
      );
  }

  async #submitAnswer(id: string, inFlight: Set<string>, ask: () => Promise<Input>): Promise<void> {
    if (this.#stopped !== undefined) return;
    inFlight.add(id);
    const input = await ask();
    // After a stop the answer is dropped; the next engine on the store sends the call anew.
    if (this.#stopped === undefined) await this.submit(input).catch(() => undefined);
    inFlight.delete(id);
    this.#wakeWaiting();
  }

  #onIdle(): void {
    this.#setAlarm();
    this.#wakeWaiting();
  }

  #setAlarm(): void {
    const at = nextDue(this.#state, this.#ports.clock.now());
    if (this.#stopped !== undefined || at === this.#alarm?.at) return;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (at === undefined) return;
    // A clock may ring before `alarm()` returns: then nothing is left to cancel.
    const alarm: Alarm = { at, cancel: () => {} };
    this.#alarm = alarm;
    alarm.cancel = this.#ports.clock.alarm(at, () => this.#ring(alarm));
  }

  #ring(alarm: Alarm): void {
    if (this.#alarm === alarm) this.#alarm = undefined;
    this.submit({ type: "due" }).catch(() => undefined);
  }

  #isStored(): boolean {
    if (this.#stopped !== undefined) return true;
    if (this.#deciding > 0 || !this.#writer.isIdle) return false;
    const now = this.#ports.clock.now();
    const due = nextDue(this.#state, now);
    return due === undefined || due > now;
  }

  #isSettled(): boolean {
    return this.#stopped !== undefined || (this.#calls.size + this.#requests.size === 0 && this.#isStored());
  }

  #wakeWaiting(): void {
    if (this.#isStored()) for (const wake of this.#untilStored.splice(0)) wake();
    if (this.#isSettled()) for (const wake of this.#untilSettled.splice(0)) wake();
  }
}
