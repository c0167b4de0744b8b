// Keys, when the engine is started with some: who sends events shows an event key, who reads or changes shows a signing key,
// as a production server wants it. The SDK sends the key's hash as a bearer token; a person may give the key itself, also as the
// password that a browser asks for. Boundary: checks only what comes in; signatures on calls are made in `../app/sign.ts`.
import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import type { Keys } from "../ports.ts";
import { headerOf } from "./headers.ts";
import { refuse } from "./refusal.ts";

const PREFIX = /^signkey-\w+-/;
const digest = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();

/** As the SDK hashes it: the prefix stays, the rest is read as hex. */
export function hashSigningKey(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? "";
  const hex = key.slice(prefix.length).replaceAll(/[^a-z0-9]/gi, "");
  const pairs = (hex.length % 2 === 1 ? `0${hex}` : hex).match(/../g) ?? [];
  // What is no hex counts as 0, as it does there.
  return prefix + digest(Buffer.from(pairs.map((pair) => Number.parseInt(pair, 16) || 0))).toString("hex");
}

/** Compares in a time that does not depend on the texts. */
function isOneOf(given: string, expected: readonly Buffer[]): boolean {
  const found = digest(given);
  return expected.map((each) => timingSafeEqual(each, found)).includes(true);
}

export type KeyCheck = {
  /** What the server is to an SDK: one that checks signing keys calls itself as the production server does. */
  readonly kind: "dev" | "cloud";
  /** Refuses what shows no signing key. */
  readonly signed: MiddlewareHandler;
  /** Whether events may be sent with this key; who shows a signing key may send with any. */
  readonly maySend: (c: Context, key: string) => boolean;
};

export function checkKeys({ eventKeys, signingKeys }: Keys = { eventKeys: [], signingKeys: [] }): KeyCheck {
  const tokens = signingKeys.flatMap((key) => [digest(key), digest(hashSigningKey(key))]);
  const events = eventKeys.map((key) => digest(key));
  const isSigned = (c: Context): boolean => isOneOf(shown(headerOf(c, "authorization")), tokens);
  return {
    kind: tokens.length === 0 ? "dev" : "cloud",
    signed: async (c, next) => (tokens.length === 0 || isSigned(c) ? next() : unsigned(c)),
    maySend: (c, key) => events.length === 0 || isOneOf(key, events) || (tokens.length > 0 && isSigned(c)),
  };
}

function shown(header = ""): string {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64")
    .toString()
    .replace(/^[^:]*:/, "");
}

function unsigned(c: Context): Response {
  const message =
    "A signing key is needed: send `Authorization: Bearer <key>` with the key (or its hash) that the engine was started with (--signing-key).";
  // Only a page's address makes the browser ask; a failed fetch of a script should not.
  const asks = headerOf(c, "accept")?.includes("text/html") === true;
  return refuse(
    c.req.path,
    { status: 401, code: "unauthorized", message },
    asks ? { "www-authenticate": 'Basic realm="trace", charset="UTF-8"' } : {},
  );
}
