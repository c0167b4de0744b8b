// Gateway requests: what `step.fetch` and `step.ai.infer` ask the engine to send, and what a step gets back (protocol.md 2.4, 2.6).
// Boundary: the request holds keys and is never stored; `publicUrl` and `redact` make what may be.
import type { Json, JsonObject } from "../log/json.ts";
import { isObject, objectOr, parseJson, ProtocolError, requireText, textOr } from "./shape.ts";

/** `headers` have lower-case names; `body` is text, "" when there is none. */
export type GatewayRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `url`: where redirects have led to, if anywhere else. */
export type GatewayResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url?: string;
};

/** `step.fetch`: the request as it was written. */
export function decodeFetch(opts: JsonObject, path: string): GatewayRequest {
  const { body } = opts;
  return {
    method: (textOr(opts["method"]) ?? "GET").toUpperCase(),
    url: webUrl(opts["url"], `${path}.opts.url`),
    headers: headersOf(opts["headers"]),
    body: body === undefined || body === null ? "" : typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** `step.ai.infer`: a POST of the body as JSON, with the key where the provider's format wants it. */
export function decodeInfer(opts: JsonObject, path: string): GatewayRequest {
  const key = textOr(opts["auth_key"]) ?? "";
  return {
    method: "POST",
    url: webUrl(opts["url"], `${path}.opts.url`),
    headers: { "content-type": "application/json", ...keyHeader(textOr(opts["format"]) ?? "", key), ...headersOf(opts["headers"]) },
    body: JSON.stringify(opts["body"] ?? {}),
  };
}

// The path alone is told: the value may hold a key.
function webUrl(value: Json | undefined, path: string): string {
  const url = requireText(value, path);
  if (!/^https?:\/\/[^/?#]+/i.test(url)) throw new ProtocolError(path, "an http or https URL is needed");
  return url;
}

function headersOf(value: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOr(value) ?? {});
  return Object.fromEntries(entries.flatMap(([name, text]) => (typeof text === "string" ? [[name.toLowerCase(), text]] : [])));
}

// Gemini's key is in the URL already.
function keyHeader(format: string, key: string): Readonly<Record<string, string>> {
  if (key === "" || format === "gemini") return {};
  if (format === "anthropic") return { "x-api-key": key };
  if (format === "azure-openai") return { "api-key": key };
  return { authorization: `Bearer ${key}` };
}

/** Where the request goes, fit to be stored: without user, query and fragment. */
export function publicUrl(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/^([a-z]+:\/\/)[^/]*@/i, "$1");
}

const SECRET_HEADER = /auth|key|token|secret|cookie|password|signature/i;
const SECRET_QUERY = /auth|key|token|secret|password|sig|code/i;
/** Shorter values are no secrets, and taking them out would spoil what is left. */
const SHORTEST = 4;

/** Every value in the request that must not be written anywhere, longest first. */
export function secretsOf({ url, headers }: GatewayRequest): readonly string[] {
  const found = new Set<string>();
  const add = (value: string): void => {
    // As it is and without a scheme such as "Bearer".
    for (const part of [value, decoded(value), ...value.split(/[\s;,]+/)])
      for (const form of formsOf(part)) if (form.length >= SHORTEST) found.add(form);
  };
  for (const [name, value] of Object.entries(headers)) if (SECRET_HEADER.test(name)) add(value);
  const [, user] = /^[a-z]+:\/\/([^/@]*)@/i.exec(url) ?? [];
  for (const part of user?.split(":") ?? []) add(part);
  const [, query = ""] = /\?([^#]*)/.exec(url) ?? [];
  for (const pair of query.split("&")) {
    const [name = "", ...value] = pair.split("=");
    if (SECRET_QUERY.test(name)) add(value.join("="));
  }
  return [...found].filter((each) => !/^(bearer|basic|digest|token)$/i.test(each)).sort((a, b) => b.length - a.length);
}

/** As it is, as a URL writes it, as JSON does, and as JSON inside of JSON does. */
function formsOf(secret: string): readonly string[] {
  const inJson = escaped(secret);
  return [secret, encodeURIComponent(wellFormed(secret)), inJson, escaped(inJson)];
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wellFormed(text: string): string {
  // Half a surrogate pair has no form in a URL.
  return text.replace(/[\ud800-\udfff]/g, "");
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.split(secret).join("[redacted]"), text);
}

/** The memo of a fetch: whatever the status, an answer is an answer. What it echoes of the request's keys is taken out. */
export function fetchOutput(request: GatewayRequest, response: GatewayResponse): Json {
  const secrets = secretsOf(request);
  const clean = (text: string): string => redact(text, secrets);
  const headers = Object.entries(response.headers).map(([name, value]) => [clean(name), clean(value)] as const);
  return {
    url: clean(response.url ?? request.url),
    status_code: response.status,
    headers: Object.fromEntries(headers),
    body: clean(response.body),
  };
}

export type Inferred =
  { readonly ok: true; readonly output: Json } | { readonly ok: false; readonly message: string; readonly retriable: boolean };

/** The memo of an inference: the provider's JSON. Anything but a 2xx with JSON is a failure of the step. */
export function inferOutput(request: GatewayRequest, response: GatewayResponse): Inferred {
  const text = redact(response.body, secretsOf(request));
  const { status } = response;
  const body = parseJson(text);
  if (status >= 200 && status < 300 && body !== undefined) return { ok: true, output: body };
  const said = isObject(body)
    ? (textOr(objectOr(body["error"])?.["message"]) ?? textOr(body["error"]) ?? textOr(body["message"]))
    : undefined;
  const what =
    status >= 200 && status < 300 ? "with something that is not JSON" : `with HTTP ${status}${said === undefined ? "" : `: ${said}`}`;
  // A request that the provider does not accept stays unacceptable; a busy or broken provider may recover.
  const retriable = status < 400 || status >= 500 || status === 408 || status === 429;
  return { ok: false, message: `${publicUrl(request.url)} answered ${what}`, retriable };
}
