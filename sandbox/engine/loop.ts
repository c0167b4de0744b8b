// The loop: inputs are decided one after the other, stored in batches, and only then told and acted upon.
// The state runs ahead of the store while a batch is being written; nothing outside sees it before the batch is durable,
// so a crash in between loses only what nobody was told (L1, L11). A store that fails stops the engine for good.
import type { EngineFactBody, EngineFact, Fact, ObservationBody } from "../log/facts.ts";
import { advance } from "./core/advance.ts";
import type { Answer, Command, Input } from "./core/decision.ts";
import { writeSnapshot } from "./core/snapshot.ts";
import type { EngineState } from "./core/state.ts";
import type { EnginePorts } from "./engine.ts";

export interface Loop {
  /** Resolves once everything that follows from the input is stored. */
  submit(input: Input): Promise<Answer | undefined>;
  observe(body: ObservationBody): Promise<Fact>;
  subscribe(listener: (facts: readonly Fact[]) => void): () => void;
  inFlight(): number;
  settle(): Promise<void>;
  stop(): void;
}

type Work = { readonly facts: readonly Fact[]; readonly commands: readonly Command[]; readonly done: () => void; readonly failed: (error: unknown) => void };

const SNAPSHOT_EVERY = 500;

export class EngineStopped extends Error {
  readonly code = "engine-stopped";
  constructor(options?: ErrorOptions) {
    super("The engine has stopped and takes nothing more. Open a new one on the same store.", options);
    this.name = "EngineStopped";
  }
}

export function createLoop({ clock, entropy, store, transport }: EnginePorts, state: EngineState, lastSeq: number): Loop {
  let seq = lastSeq;
  let waiting: Work[] = [];
  let writing = false;
  let stopped: EngineStopped | undefined;
  let sinceSnapshot = 0;
  let alarm: { readonly at: number; readonly cancel: () => void } | undefined;
  const listeners = new Set<(facts: readonly Fact[]) => void>();
  const outstanding = new Set<string>();
  let idle: (() => void)[] = [];

  const stamp = (body: EngineFactBody): EngineFact => ({ seq: (seq += 1), t: clock.now(), ...body });

  function submit(input: Input): Promise<Answer | undefined> {
    if (stopped !== undefined) return Promise.reject(stopped);
    try {
      const { facts, commands, answer } = advance(state, input, clock.now(), entropy, stamp);
      return write(facts, commands, answer);
    } catch (error) {
      // A decision that breaks half-way leaves a state that no log explains: only a new engine may go on.
      stop(error);
      return Promise.reject(error instanceof Error ? error : new EngineStopped({ cause: error }));
    }
  }

  function observe(body: ObservationBody): Promise<Fact> {
    if (stopped !== undefined) return Promise.reject(stopped);
    const fact: Fact = { seq: (seq += 1), t: clock.now(), ...body };
    return write([fact], [], fact);
  }

  function write<T>(facts: readonly Fact[], commands: readonly Command[], result: T): Promise<T> {
    return new Promise((resolve, reject) => {
      waiting.push({ facts, commands, done: () => resolve(result), failed: reject });
      if (!writing) void drain();
    });
  }

  // Everything that has come while a batch was written goes into the next one, in order.
  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0 && stopped === undefined) {
      const batch = waiting;
      waiting = [];
      try {
        await append(batch.flatMap((work) => work.facts));
      } catch (error) {
        stop(error);
        for (const work of batch) work.failed(error);
        break;
      }
      for (const work of batch) conclude(work);
    }
    writing = false;
    setAlarm();
    wakeIdle();
  }

  async function append(facts: readonly Fact[]): Promise<void> {
    if (facts.length === 0) return;
    await store.append(facts);
    for (const listener of listeners) listener(facts);
    sinceSnapshot += facts.length;
    const last = facts.at(-1);
    // Only a state that has not run ahead of the store may be kept.
    if (sinceSnapshot < SNAPSHOT_EVERY || last?.seq !== seq) return;
    sinceSnapshot = 0;
    await store.saveSnapshot(writeSnapshot(state, seq));
  }

  function conclude(work: Work): void {
    work.done();
    for (const command of work.commands) void perform(command);
  }

  async function perform({ url, request, call }: Command): Promise<void> {
    if (stopped !== undefined) return;
    const { callId, runId } = call;
    outstanding.add(callId);
    const input = await transport.send(url, request, call).then(
      (response): Input => ({ type: "reply", callId, runId, response }),
      (): Input => ({ type: "unreachable", callId, runId }),
    );
    // An engine that has stopped hears nothing more; the one after it has sent the call anew.
    if (stopped === undefined) await submit(input).catch(() => undefined);
    outstanding.delete(callId);
    wakeIdle();
  }

  function setAlarm(): void {
    const at = state.agenda.first()?.at;
    if (stopped !== undefined || at === alarm?.at) return;
    alarm?.cancel();
    alarm = undefined;
    if (at === undefined) return;
    // A clock may ring within `alarm()`; the ring then waits for its turn.
    alarm = { at, cancel: () => {} };
    const cancel = clock.alarm(at, ring);
    if (alarm?.at === at) alarm = { at, cancel };
  }

  function ring(): void {
    alarm = undefined;
    submit({ type: "due" }).catch(() => undefined);
  }

  function isIdle(): boolean {
    const due = state.agenda.first()?.at;
    return stopped !== undefined || (!writing && waiting.length === 0 && outstanding.size === 0 && (due === undefined || due > clock.now()));
  }

  function wakeIdle(): void {
    if (!isIdle()) return;
    const waiters = idle;
    idle = [];
    for (const wake of waiters) wake();
  }

  function stop(cause?: unknown): void {
    if (stopped !== undefined) return;
    stopped = new EngineStopped(cause === undefined ? undefined : { cause });
    alarm?.cancel();
    for (const work of waiting) work.failed(stopped);
    waiting = [];
    wakeIdle();
  }

  return {
    submit,
    observe,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    inFlight: () => outstanding.size,
    settle() {
      if (isIdle()) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    stop: () => stop(),
  };
}
