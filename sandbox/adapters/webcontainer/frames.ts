// Frames: how bytes cross a terminal. A process's output may come back with carriage returns, wrapped at a column, colored, cut
// anywhere, mixed with what was typed and with lines that nobody framed. A frame is plain ASCII, names its side, number and kind,
// and carries a checksum, so what is not a whole frame of the other side is passed over and the next one is found again.
import { crc32 } from "./checksum.ts";
import { createEscapeFilter } from "./escapes.ts";

/** Who speaks: the page or a process. Each hears only the other, so an echo is nothing. */
export type Side = "page" | "process";

/** `part`: more of the message follows; `end`: its last piece; `seen`: all below `seq` have arrived; `again`: send from `seq` on. */
export type FrameKind = "part" | "end" | "seen" | "again";
export type Frame = { readonly kind: FrameKind; readonly seq: number; readonly bytes: Uint8Array };

const START = "~";
const STOP = ";";
const SIDES: { readonly [side in Side]: string } = { page: ">", process: "<" };
const KINDS: { readonly [kind in FrameKind]: string } = { part: "p", end: "e", seen: "s", again: "a" };
const KIND_OF = new Map(Object.entries(KINDS).map(([kind, letter]) => [letter, kind as FrameKind]));

/** Bytes in one frame: its line stays far below the 4096 characters that a terminal in line mode can take. */
export const MOST_BYTES = 768;
/** Longest text that can be a frame; more is garbage that happened to hold a start. */
const MOST_CHARACTERS = 1200;

/** One line for a terminal. */
export function encodeFrame(side: Side, { kind, seq, bytes }: Frame): string {
  const body = `${SIDES[side]}${KINDS[kind]}${seq.toString(36)}.${toBase64(bytes)}`;
  return `${START}${body}.${crc32(body).toString(16).padStart(8, "0")}${STOP}\n`;
}

export interface FrameReader {
  /** Whole frames of the other side in this piece of text and what was kept of earlier ones; `damaged` when some could not be read. */
  read(text: string): { readonly frames: readonly Frame[]; readonly damaged: boolean };
}

/** Reads what `from` has written. */
export function createFrameReader(from: Side): FrameReader {
  const isPlain = createEscapeFilter();
  let kept: string | undefined;
  return {
    read(text) {
      const frames: Frame[] = [];
      let damaged = false;
      for (const character of text) {
        if (!isPlain(character)) continue;
        if (character === START) {
          damaged ||= kept !== undefined;
          kept = "";
        } else if (kept === undefined) continue;
        else if (character === STOP) {
          const frame = decode(kept, SIDES[from]);
          if (frame === "damaged") damaged = true;
          else if (frame !== "theirs") frames.push(frame);
          kept = undefined;
        } else if (kept.length < MOST_CHARACTERS) kept += character;
        else {
          kept = undefined;
          damaged = true;
        }
      }
      return { frames, damaged };
    },
  };
}

function decode(text: string, side: string): Frame | "damaged" | "theirs" {
  const [, body = "", letter = "", seq = "", payload = "", sum = ""] =
    /^(.(.)([0-9a-z]+)\.([A-Za-z0-9+/=]*))\.([0-9a-f]{8})$/.exec(text) ?? [];
  const kind = KIND_OF.get(letter);
  if (kind === undefined || Number.parseInt(sum, 16) !== crc32(body)) return "damaged";
  if (!body.startsWith(side)) return "theirs";
  return { kind, seq: Number.parseInt(seq, 36), bytes: fromBase64(payload) };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
