// Given: a core under test, driven by hand. Arrange by what comes in, act by `decide`, assert on the facts that follow.
import { createSeededEntropy } from "../../adapters/memory/entropy.ts";
import { advance } from "../../engine/core/advance.ts";
import type { Answer, Command, Input } from "../../engine/core/decision.ts";
import { createState, type EngineState } from "../../engine/core/state.ts";
import type { EngineFact, EngineFactBody, FactOf, FactType } from "../../log/facts.ts";
import type { Json, JsonObject } from "../../log/json.ts";
import type { WireResponse } from "../../protocol/http.ts";
import { decodeFunction } from "../../protocol/register.ts";

export const START = 1_800_000_000_000;
const SDK = { "x-inngest-sdk": "test", "x-inngest-req-version": "2" };

export type FunctionSpec = {
  readonly id: string;
  readonly on?: string;
  readonly if?: string;
  readonly retries?: number;
  readonly cron?: string | readonly string[];
  readonly jitter?: string;
  /** Flow control, as it stands on the wire. */
  readonly flow?: JsonObject;
};
type Op = { readonly [key: string]: Json };

export class Given {
  readonly facts: EngineFact[] = [];
  readonly commands: Command[] = [];
  state: EngineState = createState();
  now = START;
  #seq = 0;
  readonly #entropy = createSeededEntropy("given");

  constructor(...functions: readonly FunctionSpec[]) {
    this.take({ type: "start", seed: "given", checkpointing: true });
    if (functions.length > 0) this.register(...functions);
  }

  /** Decides and folds one input with all that follows; returns the new facts. */
  take(input: Input): readonly EngineFact[] {
    return this.ask(input).facts;
  }

  ask(input: Input): { readonly facts: readonly EngineFact[]; readonly answer: Answer | undefined } {
    const stamp = (body: EngineFactBody, t: number): EngineFact => ({ seq: (this.#seq += 1), t, ...body });
    const { facts, commands, answer } = advance(this.state, input, this.now, this.#entropy, stamp);
    this.facts.push(...facts);
    this.commands.push(...commands);
    return { facts, answer };
  }

  register(...functions: readonly FunctionSpec[]): readonly EngineFact[] {
    const decoded = functions.map((spec) => decodeFunction(configOf(spec)));
    return this.take({ type: "register", registration: { app: "app", url: "http://app/api", sdk: "test", functions: decoded } });
  }

  /** An event of the learner's. */
  event(
    name: string,
    data: JsonObject = {},
    more: { readonly id?: string; readonly ts?: number; readonly eventId?: string } = {},
  ): readonly EngineFact[] {
    const { eventId, ...event } = more;
    return this.take({
      type: "event",
      source: "learner",
      event: { name, data, user: {}, ...event },
      ...(eventId === undefined ? {} : { eventId }),
    });
  }

  /** Turns the clock and lets what is due happen. */
  wait(ms: number): readonly EngineFact[] {
    this.now += ms;
    return this.take({ type: "due" });
  }

  /** The calls that are open, oldest first. */
  open(): readonly FactOf<"call.sent">[] {
    return this.all("call.sent").filter((call) => this.state.calls.has(call.callId));
  }

  /** The open call of this target; by default the newest open call. */
  call(target?: string): FactOf<"call.sent"> {
    const found = this.open().findLast((call) => target === undefined || call.target === target);
    if (found === undefined) throw new Error(`No call is open${target === undefined ? "" : ` for ${target}`}.`);
    return found;
  }

  /** Answers a call with ops. */
  ops(ops: readonly Op[] | Op, call = this.call(), headers: Readonly<Record<string, string>> = {}): readonly EngineFact[] {
    return this.answer({ status: 206, headers: { ...SDK, ...headers }, body: JSON.stringify(ops) }, call);
  }

  returns(output: Json, call = this.call()): readonly EngineFact[] {
    return this.answer({ status: 200, headers: SDK, body: JSON.stringify(output) }, call);
  }

  throws(error: JsonObject, headers: Readonly<Record<string, string>> = {}, call = this.call()): readonly EngineFact[] {
    return this.answer({ status: 500, headers: { ...SDK, ...headers }, body: JSON.stringify(error) }, call);
  }

  answer(response: WireResponse, call = this.call()): readonly EngineFact[] {
    return this.take({ type: "reply", callId: call.callId, runId: call.runId, response });
  }

  unreachable(call = this.call()): readonly EngineFact[] {
    return this.take({ type: "unreachable", callId: call.callId, runId: call.runId });
  }

  /** What came of a gateway request; by default of the newest. */
  fetched(response: Extract<Input, { type: "fetched" }>["response"], stepId?: string): readonly EngineFact[] {
    const command = this.commands.findLast((each) => each.type === "fetch" && (stepId === undefined || each.hashedId === hash(stepId)));
    if (command?.type !== "fetch") throw new Error("No request was made.");
    const { type: _, ...asked } = command;
    return this.take({ type: "fetched", ...asked, response });
  }

  checkpoint(
    ids: readonly string[],
    call = this.call(),
    generation = this.state.generation,
  ): { readonly facts: readonly EngineFact[]; readonly answer: Answer | undefined } {
    const ops = ids.map((id) => ({ type: "run" as const, stepId: id, hashedId: hash(id), data: id, kind: "run" }));
    return this.ask({ type: "checkpoint", checkpoint: { runId: call.runId, callId: call.callId, generation, ops } });
  }

  restart(): readonly EngineFact[] {
    return this.take({ type: "start", seed: "given", checkpointing: true });
  }

  all<T extends FactType>(type: T): readonly FactOf<T>[] {
    return this.facts.filter((fact) => fact.type === type) as unknown as readonly FactOf<T>[];
  }

  last<T extends FactType>(type: T): FactOf<T> {
    const found = this.all(type).at(-1);
    if (found === undefined) throw new Error(`No ${type} in the log.`);
    return found;
  }

  /** The body of the request that an open call was sent with. */
  sent(call = this.call()): { readonly ctx: JsonObject; readonly steps: JsonObject; readonly event: JsonObject; readonly version: number } {
    const command = this.commands.findLast((each) => each.type === "send" && each.call.callId === call.callId);
    if (command?.type !== "send") throw new Error(`The call ${call.callId} was never sent.`);
    return JSON.parse(command.request.body) as ReturnType<Given["sent"]>;
  }
}

function configOf({ id, on = "a", if: expression, retries, cron, jitter, flow = {} }: FunctionSpec): JsonObject {
  const runtime = { type: "http", url: `http://app/api?fnId=${id}&stepId=step` };
  const trigger = expression === undefined ? { event: on } : { event: on, expression };
  return {
    id,
    name: id,
    triggers: cron === undefined ? [trigger] : [cron].flat().map((text) => ({ cron: text, ...(jitter === undefined ? {} : { jitter }) })),
    ...flow,
    steps: { step: { id: "step", name: "step", runtime, ...(retries === undefined ? {} : { retries: { attempts: retries } }) } },
  };
}

export const hash = (id: string): string => `#${id}`;
export const typesOf = (facts: readonly EngineFact[]): readonly string[] => facts.map((fact) => fact.type);

const base = (id: string): Op => ({ id: hash(id), userland: { id }, name: id });
export const ran = (id: string, data: Json = id): Op => ({ ...base(id), op: "StepRun", data });
export const planned = (id: string, opts: JsonObject = {}): Op => ({ ...base(id), op: "StepPlanned", opts });
export const erred = (id: string, message = "boom"): Op => ({
  ...base(id),
  op: "StepError",
  error: { name: "Error", message, stack: "at x" },
});
export const failedFor = (id: string, message = "boom"): Op => ({
  ...base(id),
  op: "StepFailed",
  error: { name: "NonRetriableError", message },
});
export const sleeps = (id: string, time: string, opts: JsonObject = {}): Op => ({ ...base(id), op: "Sleep", name: time, opts });
export const waits = (id: string, event: string, opts: JsonObject = { timeout: "1h" }): Op => ({
  ...base(id),
  op: "WaitForEvent",
  name: event,
  opts,
});
export const invokes = (id: string, target: string, opts: JsonObject = {}): Op => ({
  ...base(id),
  op: "InvokeFunction",
  opts: { function_id: target, payload: { data: { n: 1 } }, ...opts },
});
export const signals = (id: string, signal: string, opts: JsonObject = {}): Op => ({
  ...base(id),
  op: "WaitForSignal",
  name: signal,
  opts: { signal, timeout: "1h", conflict: "fail", ...opts },
});
export const fetches = (id: string, opts: JsonObject = {}): Op => ({
  ...base(id),
  op: "Gateway",
  opts: {
    url: "https://other.test/a?key=KEY-IN-URL",
    method: "POST",
    headers: { Authorization: "Bearer KEY-IN-HEADER" },
    body: "hi",
    ...opts,
  },
});
export const infers = (id: string, opts: JsonObject = {}): Op => ({
  ...base(id),
  op: "AIGateway",
  opts: { type: "step.ai.infer", url: "https://ai.test/v1", auth_key: "KEY-OF-AI", format: "openai-chat", body: { model: "m" }, ...opts },
});
export const complete = (data: Json): Op => ({ id: "done", op: "RunComplete", data });
