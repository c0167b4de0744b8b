// The model app: serves programs as an SDK would, one visible action at a time. Between actions everything stands still,
// so a driver decides the order of what overlaps, and a crash can fall between any two actions.
import type { Gateway } from "../../engine/ports/gateway.ts";
import type { Transport } from "../../engine/ports/transport.ts";
import type { Json, JsonObject } from "../../log/json.ts";
import type { GatewayRequest, GatewayResponse } from "../../protocol/gateway.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { LATER, laterProgram, laterTrigger, LazyOps } from "./defers.ts";
import { childSlug, eventFor, hashOf, outputOf, signalFor, stepsOf, urlFor, walk } from "./program.ts";
import type { Defer, Program, Step, Walked } from "./program.ts";
import { sha1 } from "../../protocol/sha1.ts";

export const MAIN = "model-main";
const END_OF_RUN = sha1("complete");
const URL_OF_APP = "http://model.app/api";

/** What goes wrong with the call of this ordinal: nobody there, the answer lost, an answer that is none, or everything said twice. */
export type Fault = "unreachable" | "answer-lost" | "garbage" | "twice";

export type ModelApp = {
  readonly transport: Transport;
  readonly gateway: Gateway;
  readonly registration: WireRequest;
  /** Actions that wait for their turn. */
  pending(): number;
  /** Lets the action at this place go on. */
  turn(index: number): void;
  /** How often each step's code ran. */
  readonly executions: Map<string, number>;
  calls(): number;
};

type Call = {
  readonly ctx: {
    readonly attempt: number;
    readonly max_attempts: number;
    readonly run_id: string;
    readonly request_id: string;
    readonly generation_id: number;
    readonly fn_id?: string;
    readonly disable_immediate_execution: boolean;
    readonly step_id: string;
  };
  readonly steps: JsonObject;
  readonly defers: JsonObject;
};
type Post = (request: WireRequest) => Promise<WireResponse>;

export function createModelApp(main: Program, post: Post, faults: readonly (Fault | undefined)[] = [], flow: JsonObject = {}): ModelApp {
  const waiting: (() => void)[] = [];
  const executions = new Map<string, number>();
  const programs = new Map<string, Program>([[MAIN, main], ...childrenOf(main)]);
  if (main.some((node) => node.type === "defer")) programs.set(LATER, laterProgram);
  let calls = 0;

  const pause = (): Promise<void> => new Promise((go) => void waiting.push(go));

  async function send(_url: string, request: WireRequest): Promise<WireResponse> {
    const fault = faults[calls];
    calls += 1;
    await pause();
    if (fault === "unreachable") throw new Error("nobody there");
    const response = await serve(request, fault === "twice");
    await pause();
    if (fault === "answer-lost") throw new Error("died before the answer");
    return fault === "garbage" ? { status: 206, headers: { "x-inngest-sdk": "model" }, body: "<html>" } : response;
  }

  async function serve(request: WireRequest, twice: boolean): Promise<WireResponse> {
    const fn = /fnId=([^&]+)/.exec(request.path)?.[1] ?? "";
    const call = JSON.parse(request.body) as Call;
    const entry = new Entry(call, programs.get(fn) ?? [], executions, pause, post);
    const response = await entry.run(twice);
    return twice && response.status === 206 ? { ...response, body: sayTwice(response.body) } : response;
  }

  const failures = new Map(
    [main, ...[...programs.values()].slice(1)]
      .flatMap(stepsOf)
      .flatMap((step) => (step.type === "fetch" ? [[urlFor(step.id), step.fails]] : [])),
  );

  async function fetch({ url }: GatewayRequest): Promise<GatewayResponse> {
    await pause();
    const left = failures.get(url) ?? 0;
    failures.set(url, left - 1);
    if (left > 0) throw new Error("nobody answers");
    return { status: 200, headers: {}, body: url.slice(url.lastIndexOf("/") + 1) };
  }

  return {
    transport: { send },
    gateway: { fetch },
    registration: {
      method: "POST",
      path: "/fn/register",
      headers: {},
      body: JSON.stringify({
        url: URL_OF_APP,
        appName: "model",
        sdk: "model:1",
        functions: [...programs.keys()].map((id) => configOf(id, id === MAIN ? flow : {})),
      }),
    },
    pending: () => waiting.length,
    turn: (index) => waiting.splice(index, 1)[0]?.(),
    executions,
    calls: () => calls,
  };
}

function childrenOf(program: Program): (readonly [string, Program])[] {
  return program.flatMap((node) => {
    if (node.type === "parallel") return node.branches.flatMap(childrenOf);
    return node.type === "invoke" ? [[childSlug(node.id), node.child] as const, ...childrenOf(node.child)] : [];
  });
}

function configOf(id: string, flow: JsonObject): Json {
  const runtime = { type: "http", url: `${URL_OF_APP}?fnId=${id}&stepId=step` };
  return {
    id,
    name: id,
    triggers: id === MAIN ? [{ event: "model/start" }] : id === LATER ? [laterTrigger] : [],
    ...flow,
    steps: { step: { id: "step", name: "step", runtime, retries: { attempts: 20 } } },
  };
}

function sayTwice(body: string): string {
  const ops = JSON.parse(body) as Json[];
  return JSON.stringify([...ops, ...ops]);
}

/** One entry of a handler: what the SDK does between a call and its answer. */
class Entry {
  readonly #call: Call;
  readonly #program: Program;
  readonly #executions: Map<string, number>;
  readonly #pause: () => Promise<void>;
  readonly #post: Post;
  readonly #lazy: LazyOps;

  constructor(call: Call, program: Program, executions: Map<string, number>, pause: () => Promise<void>, post: Post) {
    this.#call = call;
    this.#program = program;
    this.#executions = executions;
    this.#pause = pause;
    this.#post = post;
    this.#lazy = new LazyOps(call.defers);
  }

  async run(twice: boolean): Promise<WireResponse> {
    const { ctx } = this.#call;
    let memos = this.#call.steps;
    for (;;) {
      const passed: Defer[] = [];
      const walked = walk(this.#program, memos, ctx.attempt, passed);
      const lazy = this.#lazy.drain(passed);
      if (walked.type !== "open") return this.#end(walked, lazy);
      const step = this.#toRun(walked.steps, memos);
      if (step === undefined) return reply(206, [...walked.steps.map((each) => opOf(each, ctx.run_id)), ...lazy]);
      const op = await this.#execute(step);
      // Without checkpoints, on a retry, in an open group, and for errors, the answer itself carries the step (protocol.md 3.5).
      if (op["op"] !== "StepRun" || ctx.fn_id === undefined || ctx.attempt > 0 || ctx.disable_immediate_execution)
        return reply(206, [op, ...lazy], op["op"] === "StepError" ? "false" : "true");
      await this.#pause();
      const { status } = await this.#checkpoint(op, lazy);
      if (twice) await this.#checkpoint(op, lazy);
      if (status === 409) return reply(400, { name: "StaleDispatchError", message: "stale" }, "true");
      if (status !== 200) return reply(206, [op, ...lazy]);
      memos = { ...memos, [hashOf(step.id)]: { data: op["data"] ?? null } };
    }
  }

  /** With something to report beside it, the end is an op like others. */
  #end(walked: Exclude<Walked, { type: "open" }>, lazy: readonly JsonObject[]): WireResponse {
    if (walked.type === "stumbled") {
      const error = { name: "Error", message: "stumbled" };
      return lazy.length === 0 ? reply(500, error, "false") : reply(206, [...lazy, { op: "StepError", id: END_OF_RUN, error }]);
    }
    const complete = { op: "RunComplete", id: END_OF_RUN, data: walked.output };
    return lazy.length === 0 && this.#call.ctx.fn_id === undefined ? reply(200, walked.output) : reply(206, [...lazy, complete]);
  }

  #toRun(open: readonly Step[], memos: JsonObject): Step | undefined {
    const { ctx, steps } = this.#call;
    // A targeted call runs its step first; once that is done it goes on like any other.
    if (ctx.step_id !== "step" && memos === steps) return open.find((step) => hashOf(step.id) === ctx.step_id);
    const [only, ...more] = open;
    return more.length === 0 && only?.type === "run" && !ctx.disable_immediate_execution ? only : undefined;
  }

  async #execute(step: Step): Promise<{ readonly [key: string]: Json }> {
    await this.#pause();
    const { ctx } = this.#call;
    const base = { id: hashOf(step.id), name: step.id, userland: { id: step.id } };
    const key = `${ctx.run_id} ${step.id}`;
    this.#executions.set(key, (this.#executions.get(key) ?? 0) + 1);
    if (step.type !== "run") return opOf(step, ctx.run_id);
    const error = { name: "Error", message: step.id };
    if (step.fatal) return { ...base, op: "StepFailed", error };
    if (ctx.attempt < step.fails) return { ...base, op: ctx.attempt + 1 >= ctx.max_attempts ? "StepFailed" : "StepError", error };
    return { ...base, op: "StepRun", data: outputOf(step.id) };
  }

  #checkpoint(op: { readonly [key: string]: Json }, lazy: readonly JsonObject[]): Promise<WireResponse> {
    const { run_id, request_id, generation_id } = this.#call.ctx;
    const body = JSON.stringify({ run_id, request_id, generation_id, steps: [op, ...lazy] });
    return this.#post({ method: "POST", path: `/v1/checkpoint/${run_id}/async`, headers: {}, body });
  }
}

function opOf(step: Step, runId: string): { readonly [key: string]: Json } {
  const base = { id: hashOf(step.id), userland: { id: step.id } };
  switch (step.type) {
    case "run":
      return { ...base, op: "StepPlanned" };
    case "sleep":
      return { ...base, op: "Sleep", name: `${step.ms}ms` };
    case "wait":
      return { ...base, op: "WaitForEvent", name: eventFor(step.id), opts: { timeout: "30d", if: "event.data.key == async.data.key" } };
    case "signal":
      return { ...base, op: "WaitForSignal", opts: { signal: signalFor(step.id, runId), timeout: "30d", conflict: "replace" } };
    case "fetch":
      return { ...base, op: "Gateway", opts: { url: urlFor(step.id), method: "GET", headers: { authorization: "Bearer of-the-model" } } };
    case "invoke":
      return { ...base, op: "InvokeFunction", opts: { function_id: childSlug(step.id), payload: { data: {} } } };
  }
}

function reply(status: number, body: Json, noRetry?: string): WireResponse {
  const headers = {
    "x-inngest-sdk": "model",
    "x-inngest-req-version": "2",
    ...(noRetry === undefined ? {} : { "x-inngest-no-retry": noRetry }),
  };
  return { status, headers, body: JSON.stringify(body) };
}
