// The loop: inputs are decided one after the other; their facts are stored, and only then told and acted upon.
// The state runs ahead of the store while a batch is being written; nothing outside sees it before the batch is durable,
// so a crash in between loses only what nobody was told (L1, L11).
import type { EngineFact, EngineFactBody, Fact, Instant, ObservationBody } from "../log/facts.ts";
import { advance } from "./core/advance.ts";
import type { Answer, Command, Input } from "./core/decision.ts";
import { nextDue } from "./core/flow-start.ts";
import { writeSnapshot } from "./core/snapshot.ts";
import type { EngineState } from "./core/state.ts";
import type { EnginePorts } from "./engine.ts";
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

export class Loop {
  readonly #ports: EnginePorts;
  readonly #state: EngineState;
  readonly #writer: Writer;
  readonly #listeners = new Set<Listener>();
  /** Calls to the app, and requests to others, that are not answered yet. */
  readonly #outstanding = new Set<string>();
  readonly #requests = new Set<string>();
  #seq: number;
  #deciding = 0;
  readonly #snapshotEvery: number;
  readonly #retryMs: number | undefined;
  #sinceSnapshot = 0;
  #alarm: Alarm | undefined;
  #stopped: EngineStopped | undefined;
  #settling: (() => void)[] = [];
  readonly #storing: (() => void)[] = [];

  constructor(
    ports: EnginePorts,
    state: EngineState,
    {
      lastSeq,
      folded,
      snapshotEvery,
      retryMs,
    }: { readonly lastSeq: number; readonly folded: number; readonly snapshotEvery: number; readonly retryMs?: number | undefined },
  ) {
    this.#retryMs = retryMs;
    this.#ports = ports;
    this.#state = state;
    this.#seq = lastSeq;
    this.#sinceSnapshot = folded;
    this.#snapshotEvery = snapshotEvery;
    this.#writer = new Writer(ports.store, {
      onStored: (facts) => this.#tell(facts),
      onFailed: (error) => this.stop(error),
      onIdle: () => this.#rest(),
      lull: ports.lull,
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
      this.#wakeSettled();
    }
  }

  // A decision that breaks half-way leaves a state that no log explains: only a new engine may go on.
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
    return this.#outstanding.size;
  }

  settle(): Promise<void> {
    this.#writer.flush();
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => void this.#settling.push(resolve));
  }

  stored(): Promise<void> {
    this.#writer.flush();
    if (this.#isStored()) return Promise.resolve();
    return new Promise((resolve) => void this.#storing.push(resolve));
  }

  stop(cause?: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = new EngineStopped(cause === undefined ? undefined : { cause });
    this.#alarm?.cancel();
    this.#writer.stop(this.#stopped);
    this.#wakeSettled();
  }

  async #tell(facts: readonly Fact[]): Promise<void> {
    for (const listener of this.#listeners) listener(facts);
    this.#sinceSnapshot += facts.length;
    // A snapshot costs what the state holds: with many runs in it, it is taken less often, so that a fact's share stays the same.
    const every = Math.max(this.#snapshotEvery, 8 * this.#state.runs.size, this.#state.tombstones.size / 2);
    // Only a state that has not run ahead of the store may be kept.
    if (this.#sinceSnapshot >= every && facts.at(-1)?.seq === this.#seq) await this.#saveSnapshot();
  }

  /** The next start has nothing to fold. Nothing may be on its way to the store. */
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
      ? this.#await(command.call.callId, this.#outstanding, this.#send(command))
      : this.#await(command.requestId, this.#requests, this.#fetch(command));
  }

  #send({ url, request, call }: Extract<Command, { type: "send" }>): () => Promise<Input> {
    const { callId, runId } = call;
    return () =>
      this.#ports.transport.send(url, request, call).then(
        (response): Input => ({ type: "reply", callId, runId, response }),
        (): Input => ({ type: "unreachable", callId, runId }),
      );
  }

  // What a failing port says is not kept: it may quote the request.
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

  async #await(id: string, among: Set<string>, ask: () => Promise<Input>): Promise<void> {
    if (this.#stopped !== undefined) return;
    among.add(id);
    const input = await ask();
    // An engine that has stopped hears nothing more; the one after it has sent the call anew.
    if (this.#stopped === undefined) await this.submit(input).catch(() => undefined);
    among.delete(id);
    this.#wakeSettled();
  }

  #rest(): void {
    this.#setAlarm();
    this.#wakeSettled();
  }

  #setAlarm(): void {
    const at = nextDue(this.#state, this.#ports.clock.now());
    if (this.#stopped !== undefined || at === this.#alarm?.at) return;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (at === undefined) return;
    // A clock may ring before `alarm()` returns: then there is nothing to cancel any more.
    const alarm: Alarm = { at, cancel: () => {} };
    this.#alarm = alarm;
    alarm.cancel = this.#ports.clock.alarm(at, () => this.#ring(alarm));
  }

  #ring(alarm: Alarm): void {
    if (this.#alarm === alarm) this.#alarm = undefined;
    this.submit({ type: "due" }).catch(() => undefined);
  }

  #isStored(): boolean {
    const due = nextDue(this.#state, this.#ports.clock.now());
    return (
      this.#stopped !== undefined || (this.#deciding === 0 && this.#writer.isIdle && (due === undefined || due > this.#ports.clock.now()))
    );
  }

  #isSettled(): boolean {
    return this.#stopped !== undefined || (this.#outstanding.size + this.#requests.size === 0 && this.#isStored());
  }

  #wakeSettled(): void {
    if (this.#isStored()) for (const wake of this.#storing.splice(0)) wake();
    if (!this.#isSettled()) return;
    const settling = this.#settling;
    this.#settling = [];
    for (const wake of settling) wake();
  }
}
