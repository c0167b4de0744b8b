// SHA-1 and the ids that are made with it. Ours, because a package adds more than a kilobyte to the place that every lab loads
// (decisions/013-what-stays-ours.md).
import { utf8 } from "./bytes.ts";

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Between two blocks nothing in it counts. */
const schedule = new Int32Array(80);

/**
 * SHA-1 of a text in lower-case hex: how the SDKs hash step ids (protocol.md 2.5), and the base of our name-made UUIDs.
 * Every call is named by it, so nothing is made for a block or a round.
 */
export function sha1(text: string): string {
  const padded = pad(utf8(text));
  const sums = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let start = 0; start < padded.length; start += 64) addBlock(sums, padded, start);
  let hex = "";
  for (const sum of sums) hex += (sum >>> 0).toString(16).padStart(8, "0");
  return hex;
}

function pad(message: number[]): number[] {
  const bits = message.length * 8;
  message.push(0x80);
  while (message.length % 64 !== 56) message.push(0);
  for (const word of [Math.floor(bits / 2 ** 32), bits >>> 0])
    message.push((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
  return message;
}

function addBlock(sums: number[], bytes: readonly number[], start: number): void {
  for (let i = 0; i < 16; i += 1) {
    const from = start + i * 4;
    schedule[i] = (at(bytes, from) << 24) | (at(bytes, from + 1) << 16) | (at(bytes, from + 2) << 8) | at(bytes, from + 3);
  }
  for (let i = 16; i < 80; i += 1) schedule[i] = rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1);
  let a = at(sums, 0);
  let b = at(sums, 1);
  let c = at(sums, 2);
  let d = at(sums, 3);
  let e = at(sums, 4);
  for (let i = 0; i < 80; i += 1) {
    const next = (rotate(a, 5) + mix(i, b, c, d) + e + word(i)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  for (const [i, sum] of [a, b, c, d, e].entries()) sums[i] = (at(sums, i) + sum) | 0;
}

const at = (list: readonly number[], i: number): number => list[i] as number;
const word = (i: number): number => schedule[i] as number;

/** A round's function of three words, with its constant added. */
function mix(i: number, b: number, c: number, d: number): number {
  if (i < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0;
  if (i < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0;
  if (i < 60) return (((b & c) | (b & d) | (c & d)) - 0x70e44324) | 0;
  return ((b ^ c ^ d) - 0x359d3e2a) | 0;
}

/** A UUID that depends on the name alone, of the shape of version 5 (protocol.md 1.4: re-registration keeps ids). */
export function uuidOf(name: string): string {
  const hex = sha1(name);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
