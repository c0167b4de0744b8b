// A lab as a link: what was run and what came of it, in the URL's fragment, which no server ever sees.
// Opened, it shows its timeline and one line of result; nothing in it runs. `Try it yourself` loads the lab's own start.
import type { Fact } from "../../../../sandbox/log/facts.ts";
import type { Pressed } from "../../../../sandbox/labs/kit/pressed.ts";
import type { Files } from "../../../../sandbox/session/lab-session.ts";

/** Version 1 told in `inputs`, in words of its own, what was pressed. */
export const SHARE_VERSION = 2;
const PREFIX = "#run=";
/** Long enough for every lab's scene; longer links are cut by chats and mail. */
const MAX_CHARS = 24_000;
const MAX_BYTES = 2_000_000;

export type Shared = {
  readonly v: typeof SHARE_VERSION;
  readonly lab: string;
  readonly act: string;
  readonly seed: string;
  readonly files: Files;
  /** What was pressed: enough to run it again. */
  readonly pressed: readonly Pressed[];
  readonly facts: readonly Fact[];
};

export type SharedLink =
  { readonly ok: true; readonly shared: Shared } | { readonly ok: false; readonly reason: "none" | "unreadable" | "newer" | "other-lab" };

export async function toFragment(shared: Shared): Promise<string | undefined> {
  const text = PREFIX + base64url(await piped(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream("deflate-raw")));
  return text.length > MAX_CHARS ? undefined : text;
}

export async function fromFragment(fragment: string, lab: string): Promise<SharedLink> {
  if (!fragment.startsWith(PREFIX)) return { ok: false, reason: "none" };
  try {
    const bytes = await piped(bytesOf(fragment.slice(PREFIX.length)), new DecompressionStream("deflate-raw"));
    return checked(JSON.parse(new TextDecoder().decode(bytes)), lab);
  } catch {
    return { ok: false, reason: "unreadable" };
  }
}

/** Facts for a link: without the files, which travel once, and without stacks. */
export function lightFacts(facts: readonly Fact[]): readonly Fact[] {
  return facts.map((fact) => {
    if (fact.type === "code.deployed") return { ...fact, files: {} };
    if ("error" in fact && fact.error !== undefined) return { ...fact, error: { name: fact.error.name, message: fact.error.message } };
    return fact;
  });
}

function checked(parsed: unknown, lab: string): SharedLink {
  if (typeof parsed !== "object" || parsed === null || !("v" in parsed)) return { ok: false, reason: "unreadable" };
  if (typeof parsed.v === "number" && parsed.v > SHARE_VERSION) return { ok: false, reason: "newer" };
  if (!("lab" in parsed) || parsed.lab !== lab) return { ok: false, reason: "other-lab" };
  const shared = parsed.v === 1 ? { ...parsed, v: SHARE_VERSION, pressed: [] } : parsed;
  return isShared(shared) ? { ok: true, shared } : { ok: false, reason: "unreadable" };
}

function isShared(parsed: object): parsed is Shared {
  const given = parsed as Partial<Record<keyof Shared, unknown>>;
  const strings =
    typeof given.files === "object" && given.files !== null && Object.values(given.files).every((text) => typeof text === "string");
  return (
    given.v === SHARE_VERSION &&
    typeof given.act === "string" &&
    typeof given.seed === "string" &&
    strings &&
    Array.isArray(given.pressed) &&
    Array.isArray(given.facts) &&
    given.facts.every(isFact)
  );
}

function isFact(entry: unknown): boolean {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "seq" in entry &&
    Number.isInteger(entry.seq) &&
    "t" in entry &&
    typeof entry.t === "number" &&
    "type" in entry &&
    typeof entry.type === "string"
  );
}

async function piped(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MAX_BYTES) throw new RangeError("A shared link unpacks to more than it may.");
    chunks.push(new Uint8Array(next.value));
  }
  const all = new Uint8Array(size);
  chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.length), 0);
  return all;
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
