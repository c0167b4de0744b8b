// Which steps a message would record, read before the engine gets it: at this moment the effect is done and the record is not.
import type { WireRequest, WireResponse } from "../../protocol/http.ts";

export type RecordedStep = { readonly stepId: string; readonly hashedId: string };

/** Steps that a checkpoint would record (protocol.md 3.2). */
export function stepsInCheckpoint({ path, body }: WireRequest): readonly RecordedStep[] {
  if (!/^\/v1\/(?:checkpoint|http\/runs)\/[^/]+\/async/.test(path)) return [];
  const read = parsed(body);
  return isRecord(read) ? stepsIn(read["steps"]) : [];
}

/** Steps that a reply would record (protocol.md 2.4): a 206 carries one op or an array of them. */
export function stepsInReply({ status, body }: WireResponse): readonly RecordedStep[] {
  if (status !== 206) return [];
  const read = parsed(body);
  return stepsIn(Array.isArray(read) ? read : [read]);
}

function stepsIn(ops: unknown): readonly RecordedStep[] {
  if (!Array.isArray(ops)) return [];
  return ops.flatMap((op: unknown) => {
    if (!isRecord(op) || (op["op"] !== "StepRun" && op["op"] !== "Step") || typeof op["id"] !== "string") return [];
    const userland = isRecord(op["userland"]) ? op["userland"]["id"] : undefined;
    return [{ hashedId: op["id"], stepId: typeof userland === "string" ? userland : String(op["displayName"] ?? op["id"]) }];
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
