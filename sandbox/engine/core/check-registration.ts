// Checks of a registration that need the engine: crons, expressions and flow control (protocol.md 1.7, 5.13).
// A refusal names its place, down to the character of an expression. The wire hides most of that; the log has it.
import { UnreadableField, type CheckExpression } from "../../flow/config-fields.ts";
import { decodeFlow } from "../../flow/config.ts";
import {
  invalidFunction,
  refuseRegistration,
  type DecodedRegistration,
  type FunctionConfig,
  type Registration,
  type Trigger,
} from "../../protocol/register.ts";
import { ProtocolError } from "../../protocol/shape.ts";
import { parseCron } from "../calendar/calendar.ts";
import { compileExpression } from "../expr/expr.ts";

export function checkRegistration(decoded: { readonly ok: true; readonly registration: Registration }): DecodedRegistration {
  for (const [i, fn] of decoded.registration.functions.entries()) {
    const refused = refusalOf(fn, `functions[${i}]`);
    if (refused !== undefined) return refused;
  }
  return decoded;
}

function refusalOf(fn: FunctionConfig, path: string): DecodedRegistration | undefined {
  try {
    for (const [i, trigger] of fn.triggers.entries()) checkTrigger(trigger, `${path}.triggers[${i}]`);
    decodeFlow(fn.config, path, checkExpression);
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableField) return refuseRegistration({ error: `Invalid request: ${error.told}` }, error.message);
    if (error instanceof ProtocolError) return invalidFunction(error.message);
    throw error;
  }
}

function checkTrigger(trigger: Trigger, path: string): void {
  if (trigger.type === "cron") {
    const parsed = parseCron(trigger.cron);
    if (!parsed.ok) throw new ProtocolError(`${path}.cron`, `"${trigger.cron}" cannot be read: ${parsed.message}`);
    return;
  }
  const problem = trigger.expression === undefined ? undefined : checkExpression(trigger.expression, ["event"]);
  if (problem !== undefined) throw new ProtocolError(`${path}.expression`, problem);
}

const checkExpression: CheckExpression = (source, variables) => {
  const compiled = compileExpression(source, variables);
  if (compiled.ok) return undefined;
  return `"${source}" cannot be read${compiled.at === undefined ? "" : ` at character ${compiled.at}`}: ${compiled.message}`;
};
