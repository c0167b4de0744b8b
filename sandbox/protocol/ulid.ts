// ULIDs: 48 bits of time and 80 of chance, in an alphabet that sorts as text. Pure: the time and the draws come in.
import type { Instant } from "../log/facts.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // cspell:disable-line

/** A ULID of `at`; `draw` gives numbers in [0, 1). */
export function ulid(at: Instant, draw: () => number): string {
  const entropy = Array.from({ length: 10 }, () => Math.floor(draw() * 256));
  return ulidOf(at, entropy);
}

/** A ULID of `at` and 10 bytes of chance. */
export function ulidOf(at: Instant, entropy: readonly number[]): string {
  let time = Math.max(0, Math.floor(at));
  let head = "";
  for (let i = 0; i < 10; i += 1) {
    head = ALPHABET.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  let tail = "";
  let held = 0;
  let bits = 0;
  for (let i = 0; i < 10; i += 1) {
    held = (held << 8) | (entropy[i] ?? 0);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return head + tail;
}

/** The instant inside a ULID. */
export function ulidTime(id: string): Instant {
  let time = 0;
  for (const char of id.slice(0, 10)) time = time * 32 + ALPHABET.indexOf(char);
  return time;
}
