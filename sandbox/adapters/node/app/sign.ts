// Signatures: how an app knows that a call comes from its own engine (protocol.md 1.1).
// The bytes signed are the body's JSON in one agreed spelling (RFC 8785: keys sorted, no spaces), and the time.
import { createHmac } from "node:crypto";
import type { Json } from "../../../log/json.ts";
import { isObject, parseJson } from "../../../protocol/shape.ts";

/** The value of `x-inngest-signature` for a body. `at` in epoch milliseconds. */
export function signatureOf(body: string, key: string, at: number): string {
  const seconds = String(Math.floor(at / 1000));
  const parsed = parseJson(body);
  const text = parsed === undefined ? body : canonical(parsed);
  return `t=${seconds}&s=${createHmac("sha256", keyBytes(key)).update(text).update(seconds).digest("hex")}`;
}

/** `signkey-prod-` and the like are not part of the key. */
function keyBytes(key: string): string {
  return key.replace(/^signkey-\w+-/, "");
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((inner: Json) => canonical(inner)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(",")}}`;
}
