// The scripted model: it answers a task from the lab's script, always the same, and every call is paid for.
// It is asked by POST /run with `{ task, input }`, or as a chat model (POST /v1/chat/completions): there the system message names
// the task, and the last message of the user is the input, as a JSON object or as `{ text }`.
// A call changes nothing outside, but it costs money each time it is made: nobody gives a model call back.
// With a rate (`perMinute`) calls beyond it are refused as they arrive: 429 with `retry-after`, nothing paid.
import type { Json, JsonObject } from "../log/json.ts";
import { dollars } from "../log/read.ts";
import { createRate } from "./rate.ts";
import { answer, refusal } from "./service.ts";
import type { Service, ServiceCall } from "./service.ts";

/** One line of the script: what the model answers to `task` when every field in `when` equals that of the input. `{name}` is filled in from the input. */
export type ModelLine = {
  readonly task: string;
  readonly when?: JsonObject;
  readonly cents: number;
  readonly latencyMs: number;
  readonly output: Json;
};

export type ModelOptions = {
  readonly script: readonly ModelLine[];
  /** How many calls a minute the provider takes, by a token bucket that holds a minute's calls. Absent: any number. */
  readonly perMinute?: number;
};

/** Kind of the model's costs. */
const COST = "model";
/** How long a provider takes to say no. Never 0: code that asks again at once would stop the lab's clock. */
const REFUSAL_MS = 100;

export function createModel({ script, perMinute }: ModelOptions): Service {
  const rate = perMinute === undefined ? undefined : createRate(perMinute);

  function lineFor(call: ServiceCall): ModelLine | undefined {
    const body = isChat(call) ? fromChat(call.body) : call.body;
    return script.find(
      (line) => line.task === body.task && Object.entries(line.when ?? {}).every(([field, value]) => inputOf(body)[field] === value),
    );
  }
  return {
    host: "model.world",
    plan(call) {
      const line = lineFor(call);
      return { kind: "model.call", label: dollars(line?.cents ?? 0), effect: false, latencyMs: line?.latencyMs ?? 100 };
    },
    admit(call, at) {
      if (rate === undefined || lineFor(call) === undefined) return undefined;
      const wait = rate.take(at.now);
      if (wait === 0) return undefined;
      const why = `model.world takes ${perMinute} calls a minute. Try again in ${Math.ceil(wait / 1000)} s.`;
      return { outcome: refusal(429, why, wait), latencyMs: REFUSAL_MS };
    },
    perform(call, at) {
      const asked = isChat(call) ? fromChat(call.body) : call.body;
      if (call.method !== "POST" || (call.path.join("/") !== "run" && !isChat(call)))
        return refusal(404, "Nothing here. POST to /run, or to /v1/chat/completions.");
      if (at.faults.includes("model-busy")) return refusal(429, "model.world is busy. Try again later.");
      const line = lineFor(call);
      if (line === undefined) return refusal(400, `The scripted model has no answer to the task "${String(asked.task)}".`);
      const output = filled(line.output, inputOf(asked));
      const said = isChat(call) ? chatReply(call.body, output) : { output, cents: line.cents };
      return answer(200, said, { costs: [{ kind: COST, label: line.task, cents: line.cents }] });
    },
    restore() {},
    /** A call is paid for when it ends, and counts from when it came. */
    recount({ kind, label, at }) {
      if (kind === COST) rate?.recount(at - (script.find(({ task }) => task === label)?.latencyMs ?? 0));
    },
    reset() {
      rate?.reset();
    },
    tables: () => [],
  };
}

const isChat = ({ path }: ServiceCall): boolean => path.join("/") === "v1/chat/completions";

/** A chat request as the script knows it. */
function fromChat({ messages }: JsonObject): JsonObject {
  const all = (Array.isArray(messages) ? (messages as readonly Json[]) : []).flatMap((one): readonly JsonObject[] => {
    const message = objectOr(one);
    return message === undefined ? [] : [message];
  });
  const said = (role: string): string => String(all.findLast((one) => one.role === role)?.content ?? "");
  return { task: said("system"), input: objectOr(parsed(said("user"))) ?? { text: said("user") } };
}

function chatReply({ model }: JsonObject, output: Json): Json {
  const content = typeof output === "string" ? output : JSON.stringify(output);
  return {
    object: "chat.completion",
    model: model ?? null,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  };
}

function objectOr(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function inputOf(body: JsonObject): JsonObject {
  return objectOr(body.input) ?? {};
}

function filled(output: Json, input: JsonObject): Json {
  if (typeof output === "string") return output.replace(/\{(\w+)\}/g, (whole, field: string) => String(input[field] ?? whole));
  if (output === null || typeof output !== "object") return output;
  if (Array.isArray(output)) return output.map((inner) => filled(inner, input));
  return Object.fromEntries(Object.entries(output).map(([name, inner]) => [name, filled(inner, input)]));
}
