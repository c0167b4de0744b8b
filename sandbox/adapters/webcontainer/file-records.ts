// How a log stands in a file: one line for each batch, with its length and a checksum, so that a line is there whole or not at all.
// A crash can tear the last line only, which is cut off; damage before it would lose what was acknowledged, and is told (L1, L11).
import type { Fact } from "../../log/facts.ts";
import { crc32 } from "./checksum.ts";

/** The first line of a file. `last`: the highest number ever given, which pruning must not lower. */
export type Head = { readonly log: "facts"; readonly version: 1; readonly last: number };

/** A run that was dropped; its facts before this line count no more, and go when the file is next written anew. */
export type Drop = { readonly drop: string };

/** `length`: bytes of the file that hold whole lines; what follows them was torn. */
export type Contents = { readonly head: Head | undefined; readonly lines: readonly (Drop | readonly Fact[])[]; readonly length: number };

export class StoreDamaged extends Error {
  readonly code = "store-damaged";
  constructor(byte: number) {
    super(`The log is damaged at byte ${byte}, before its end. Import an exported log, or reset the lab; the rest cannot be trusted.`);
    this.name = "StoreDamaged";
  }
}

const NEWLINE = 10;
/** Eight digits of checksum, eight of length, a blank after each. */
const PREFIX = 18;

export function record(value: Head | Drop | readonly Fact[]): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(value));
  const prefix = `${hex(crc32(body))} ${hex(body.length)} `;
  const line = new Uint8Array(PREFIX + body.length + 1);
  line.set(new TextEncoder().encode(prefix));
  line.set(body, PREFIX);
  line[line.length - 1] = NEWLINE;
  return line;
}

export function readRecords(bytes: Uint8Array): Contents {
  let head: Head | undefined;
  const lines: (Drop | readonly Fact[])[] = [];
  let at = 0;
  while (at < bytes.length) {
    const found = recordAt(bytes, at);
    if (found === undefined) {
      if (hasRecordAfter(bytes, at)) throw new StoreDamaged(at);
      break;
    }
    if (at === 0) head = found.value as Head;
    else lines.push(found.value as Drop | readonly Fact[]);
    at = found.end;
  }
  return { head, lines, length: at };
}

function recordAt(bytes: Uint8Array, at: number): { readonly value: unknown; readonly end: number } | undefined {
  const [, sum, size] = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/.exec(latin(bytes.subarray(at, at + PREFIX))) ?? [];
  if (sum === undefined || size === undefined) return undefined;
  const from = at + PREFIX;
  const end = from + Number.parseInt(size, 16);
  if (end >= bytes.length || bytes[end] !== NEWLINE) return undefined;
  const body = bytes.subarray(from, end);
  return crc32(body) === Number.parseInt(sum, 16) ? { value: JSON.parse(new TextDecoder().decode(body)), end: end + 1 } : undefined;
}

/** A whole line after a broken one: the broken one was not the last. */
function hasRecordAfter(bytes: Uint8Array, broken: number): boolean {
  for (let at = bytes.indexOf(NEWLINE, broken); at >= 0; at = bytes.indexOf(NEWLINE, at + 1))
    if (recordAt(bytes, at + 1) !== undefined) return true;
  return false;
}

const hex = (value: number): string => value.toString(16).padStart(8, "0");
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
