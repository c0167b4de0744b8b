// Messages over frames: whatever a terminal does to some of them, each message arrives once and in order. Frames are numbered;
// the receiver says how far it has come, and asks again where one is missing; what is not confirmed is sent once more.
import { createFrameReader, encodeFrame, type Frame, MOST_BYTES, type Side } from "./frames.ts";

export interface Wire {
  send(message: string): void;
  /** What the terminal brought. */
  receive(text: string): void;
  /** Nothing is sent or heard any more. */
  close(): void;
}

export type WireParts = {
  readonly side: Side;
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
  readonly heard: (message: string) => void;
  /** Rings again and again until it is stopped: the time after which silence means loss. */
  readonly every: (ring: () => void) => () => void;
};

/** How long a frame may stay unconfirmed before it is sent again. */
export const RESEND_MS = 500;
const OTHER: { readonly [side in Side]: Side } = { page: "process", process: "page" };
const NOTHING = new Uint8Array();

export function createWire({ side, write, heard, every }: WireParts): Wire {
  const reader = createFrameReader(OTHER[side]);
  /** Not confirmed yet, oldest first. */
  const unseen: Frame[] = [];
  let sent = 0;
  let expected = 0;
  let pieces: Uint8Array[] = [];
  /** Where it has been asked to begin again, so that one gap is told once. */
  let asked = -1;
  let stalled = false;
  let closed = false;
  const emit = (frames: readonly Frame[]): void => write(frames.map((frame) => encodeFrame(side, frame)).join(""));
  const stop = every(() => {
    // The first is enough: the other side then says what else is missing.
    const [first] = unseen;
    if (stalled && first !== undefined) emit([first]);
    stalled = unseen.length > 0;
    asked = -1;
  });

  function take({ kind, seq, bytes }: Frame): string | undefined {
    if (seq !== expected) return undefined;
    expected += 1;
    pieces.push(bytes);
    if (kind === "part") return undefined;
    const message = new TextDecoder().decode(joined(pieces));
    pieces = [];
    return message;
  }
  function confirm(seq: number): void {
    if (unseen.length > 0) stalled = false;
    while ((unseen[0]?.seq ?? seq) < seq) unseen.shift();
  }

  return {
    send(message) {
      if (closed) return;
      const bytes = new TextEncoder().encode(message);
      const frames: Frame[] = [];
      for (let at = 0; at === 0 || at < bytes.length; at += MOST_BYTES)
        frames.push({ kind: at + MOST_BYTES < bytes.length ? "part" : "end", seq: sent++, bytes: bytes.subarray(at, at + MOST_BYTES) });
      unseen.push(...frames);
      emit(frames);
    },
    receive(text) {
      if (closed) return;
      const { frames, damaged } = reader.read(text);
      const data = frames.filter(({ kind }) => kind === "part" || kind === "end");
      const messages = data.flatMap((frame) => take(frame) ?? []);
      const missing = damaged || data.some(({ seq }) => seq > expected);
      if (missing && asked !== expected) {
        asked = expected;
        emit([{ kind: "again", seq: expected, bytes: NOTHING }]);
      } else if (data.length > 0) emit([{ kind: "seen", seq: expected, bytes: NOTHING }]);
      for (const { kind, seq } of frames) {
        if (kind === "seen" || kind === "again") confirm(seq);
        if (kind === "again") emit(unseen);
      }
      for (const message of messages) heard(message);
    },
    close() {
      closed = true;
      stop();
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
