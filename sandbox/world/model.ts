// The scripted model: it answers a task from the lab's script, always the same, and every call is paid for.
// A call changes nothing outside, but it costs money each time it is made: nobody gives a model call back.
import type { Json, JsonObject } from "../log/json.ts";
import { dollars } from "../log/read.ts";
import { answer, refusal } from "./service.ts";
import type { Service } from "./service.ts";

/** One line of the script: what the model answers to `task` when every field in `when` equals that of the input. `{name}` is filled in from the input. */
export type ModelLine = {
  readonly task: string;
  readonly when?: JsonObject;
  readonly cents: number;
  readonly latencyMs: number;
  readonly output: Json;
};

export function createModel(script: readonly ModelLine[]): Service {
  function lineFor(body: JsonObject): ModelLine | undefined {
    return script.find(
      (line) => line.task === body.task && Object.entries(line.when ?? {}).every(([field, value]) => inputOf(body)[field] === value),
    );
  }
  return {
    host: "model.world",
    plan(call) {
      const line = lineFor(call.body);
      return { kind: "model.call", label: dollars(line?.cents ?? 0), effect: false, latencyMs: line?.latencyMs ?? 100 };
    },
    perform(call, at) {
      if (call.method !== "POST" || call.path.join("/") !== "run") return refusal(404, "Nothing here. POST to /run.");
      if (at.faults.includes("model-busy")) return refusal(429, "model.world is busy. Try again later.");
      const line = lineFor(call.body);
      if (line === undefined) return refusal(400, `The scripted model has no answer to the task "${String(call.body.task)}".`);
      return answer(
        200,
        { output: filled(line.output, inputOf(call.body)), cents: line.cents },
        { costs: [{ kind: "model", label: line.task, cents: line.cents }] },
      );
    },
    restore() {},
    reset() {},
    tables: () => [],
  };
}

function inputOf(body: JsonObject): JsonObject {
  const input = body.input;
  return typeof input === "object" && input !== null && !Array.isArray(input) ? (input as JsonObject) : {};
}

function filled(output: Json, input: JsonObject): Json {
  if (typeof output === "string") return output.replace(/\{(\w+)\}/g, (whole, field: string) => String(input[field] ?? whole));
  if (output === null || typeof output !== "object") return output;
  if (Array.isArray(output)) return output.map((inner) => filled(inner, input));
  return Object.fromEntries(Object.entries(output).map(([name, inner]) => [name, filled(inner, input)]));
}
