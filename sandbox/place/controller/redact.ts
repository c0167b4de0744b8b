// What the Wire tab may show: bodies and paths without keys. One rule for the requests that the engine makes for steps
// (shared with the engine's log, `protocol/gateway.ts`), and one for fields and query parameters that are named like keys.
// Boundary: a key that a function returns as plain data under another name is data, unless a request has shown it to be a key.
import type { Json, JsonObject } from "../../log/json.ts";
import { decodeFetch, decodeInfer, redact, secretsOf } from "../../protocol/gateway.ts";
import { isObject, parseJson } from "../../protocol/shape.ts";

const MOST_SECRETS = 200;
/** JSON inside JSON escapes its quotes: as many backslashes before each of them. */
const NAMED_FIELD =
  /((\\*)"(?:[\w.]+[-_.])?(?:auth_?key|authorization|(?:x-)?(?:signing[-_]?|api[-_]?|secret[-_]?|access[-_]?)key|(?:[\w-]*[-_])?token|cookie|set-cookie|password|secret|[\w-]*signature)\2"\s*:\s*\2")(.*?)(?<!\\)(\2")(?=\s*[,}\]])/gi;
const NAMED_PARAMETER = /([?&](?:[\w.-]*(?:key|token|secret|password|signature|auth)|sig|code)=)[^&#\s"'\\]+/gi;
const STRUCK = "[struck out]";

export interface Redactor {
  /** The text without keys: those that its own requests name, those that earlier ones did, and whatever is named like one. */
  clean(text: string): string;
  /** Whether a key has been learned since the last question: what was cleaned before is to be cleaned again. */
  learned(): boolean;
  forget(): void;
}

export function createRedactor(): Redactor {
  let secrets: readonly string[] = [];
  let news = false;
  function learn(text: string): void {
    if (!text.includes("Gateway")) return;
    const fresh = requestsIn(parseJson(text)).filter((secret) => !secrets.includes(secret));
    if (fresh.length === 0) return;
    // Longest first, so that no part of one is left over.
    secrets = [...secrets, ...fresh].slice(-MOST_SECRETS).sort((a, b) => b.length - a.length);
    news = true;
  }
  return {
    clean(text) {
      learn(text);
      return redact(text, secrets)
        .replaceAll(NAMED_FIELD, (_whole, name: string, _slashes, _value, end: string) => `${name}${STRUCK}${end}`)
        .replaceAll(NAMED_PARAMETER, `$1${STRUCK}`);
    },
    learned() {
      const was = news;
      news = false;
      return was;
    },
    forget() {
      secrets = [];
    },
  };
}

/** The keys of every Gateway and AIGateway op, however deep: in a list, a checkpoint, or a streamed reply's inner text. */
function requestsIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return value.includes("Gateway") ? requestsIn(parseJson(value)) : [];
  if (Array.isArray(value)) return value.flatMap((inner: Json) => requestsIn(inner));
  if (!isObject(value)) return [];
  return [...secretsOfOp(value), ...Object.values(value).flatMap((inner) => requestsIn(inner))];
}

function secretsOfOp({ op, opts }: JsonObject): readonly string[] {
  if ((op !== "AIGateway" && op !== "Gateway") || !isObject(opts)) return [];
  try {
    const request = op === "AIGateway" ? decodeInfer(opts, "op") : decodeFetch(opts, "op");
    // Gemini's key is in the URL; other formats carry `auth_key` beside it.
    const key = typeof opts["auth_key"] === "string" ? { "auth-key": opts["auth_key"] } : {};
    return [...secretsOf(request), ...secretsOf({ ...request, headers: key })];
  } catch {
    // A request without a URL is no request; its fields are struck out by their names.
    return [];
  }
}
