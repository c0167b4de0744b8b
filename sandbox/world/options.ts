// The world's options as a lab states them, parsed once: a mistake names its path.
import type { Json, JsonObject } from "../log/json.ts";
import type { ModelLine, ModelOptions } from "./model.ts";
import type { PaidBefore } from "./payments.ts";
import type { RecordTables } from "./records.ts";

export type WorldOptions = {
  readonly records: RecordTables;
  readonly paidBefore: readonly PaidBefore[];
  readonly model: ModelOptions;
};

export function parseWorldOptions(options: { readonly [key: string]: Json }): WorldOptions {
  const unknown = Object.keys(options).find((name) => !["records", "paidBefore", "model"].includes(name));
  if (unknown !== undefined) throw new Error(`world.options.${unknown}: no such option. There are records, paidBefore and model.`);
  const records = Object.entries(objectAt(options.records ?? {}, "records"));
  return {
    records: Object.fromEntries(
      records.map(([table, rows]) => [
        table,
        listAt(rows, `records.${table}`).map((row, index) => objectAt(row, `records.${table}[${index}]`)),
      ]),
    ),
    paidBefore: listAt(options.paidBefore ?? [], "paidBefore").map((paid, index) => {
      const path = `paidBefore[${index}]`;
      const fields = objectAt(paid, path);
      return {
        orderId: textAt(fields.orderId, `${path}.orderId`),
        amountCents: numberAt(fields.amountCents, `${path}.amountCents`),
        at: textAt(fields.at, `${path}.at`),
      };
    }),
    model: modelOptions(options.model ?? []),
  };
}

/** The script alone, as a list; or `{ perMinute, latencyMs, script }`, where `latencyMs` is that of each line which names none. */
function modelOptions(model: Json): ModelOptions {
  if (Array.isArray(model)) return { script: listAt(model, "model").map((line, index) => modelLine(line, `model[${index}]`)) };
  const { perMinute, latencyMs, script, ...others } = objectAt(model, "model");
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`world.options.model.${unknown}: no such option. There are perMinute, latencyMs and script.`);
  if (perMinute !== undefined && numberAt(perMinute, "model.perMinute") <= 0)
    throw new Error("world.options.model.perMinute must be above zero.");
  const lines = listAt(script, "model.script").map((line, index) => modelLine(line, `model.script[${index}]`, latencyMs));
  return { script: lines, ...(typeof perMinute === "number" && { perMinute }) };
}

function modelLine(line: Json, path: string, latencyMs?: Json): ModelLine {
  const fields = objectAt(line, path);
  if (fields.output === undefined) throw new Error(`world.options.${path}.output is missing.`);
  return {
    task: textAt(fields.task, `${path}.task`),
    ...(fields.when !== undefined && { when: objectAt(fields.when, `${path}.when`) }),
    cents: numberAt(fields.cents, `${path}.cents`),
    latencyMs: numberAt(fields.latencyMs ?? latencyMs, `${path}.latencyMs`),
    output: fields.output,
  };
}

function objectAt(value: Json | undefined, path: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`world.options.${path} must be an object.`);
  return value as JsonObject;
}

function listAt(value: Json | undefined, path: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`world.options.${path} must be a list.`);
  return value as readonly Json[];
}

function textAt(value: Json | undefined, path: string): string {
  if (typeof value !== "string") throw new Error(`world.options.${path} must be text.`);
  return value;
}

function numberAt(value: Json | undefined, path: string): number {
  if (typeof value !== "number") throw new Error(`world.options.${path} must be a number.`);
  return value;
}
