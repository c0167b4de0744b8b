// The last calls and replies, for whoever looks at a run: beside the log, never in it. Bounded by count and by size.
// Boundary: bodies wait here as they came and leave redacted and cut, by the rules of every place's Wire tab. Looking is rare, calls are
// not, so cleaning happens on the way out; only what is too long to keep whole is cleaned on the way in.
import type { Instant } from "../../log/facts.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import { createWireLog } from "../../place/controller/wire-log.ts";
import type { WireEntry } from "../../session/lab-session.ts";

export type WireNote = {
  readonly t: Instant;
  readonly direction: WireEntry["direction"];
  readonly request: WireRequest;
  readonly callId?: string;
  readonly runId?: string;
};

export interface WireBuffer {
  /** Notes a request; the returned function notes its reply. */
  begin(note: WireNote): (response: Pick<WireResponse, "status" | "body">) => void;
  /** Oldest first, of one run or of all; at most the 200 last. */
  entries(runId?: string): readonly WireEntry[];
}

export type WireBounds = { readonly entries: number; readonly characters: number };

const BOUNDS: WireBounds = { entries: 2000, characters: 4_000_000 };
/** Longer bodies are cleaned and cut at once. */
const LONG = 16_000;

type Kept = WireNote & { readonly n: number; response?: Pick<WireResponse, "status" | "body">; size: number };

export function createWireBuffer(bounds: WireBounds = BOUNDS): WireBuffer {
  // A queue that forgets its oldest: `first` moves on, and the array is cut when its dead part is the greater one.
  let kept: (Kept | undefined)[] = [];
  let first = 0;
  let count = 0;
  let characters = 0;

  function forget(): void {
    while (kept.length - first > bounds.entries || (characters > bounds.characters && kept.length - first > 1)) {
      characters -= kept[first]?.size ?? 0;
      kept[first] = undefined;
      first += 1;
    }
    if (first <= 64 || first * 2 < kept.length) return;
    kept = kept.slice(first);
    first = 0;
  }

  return {
    begin(note) {
      count += 1;
      const body = short(note.request.body);
      const entry: Kept = { ...note, n: count, request: { ...note.request, headers: {}, body }, size: body.length };
      kept.push(entry);
      characters += entry.size;
      forget();
      return ({ status, body: answer }) => {
        entry.response = { status, body: short(answer) };
        // An entry that is forgotten already counts no more.
        if ((kept[first]?.n ?? Number.POSITIVE_INFINITY) > entry.n) return;
        entry.size += entry.response.body.length;
        characters += entry.response.body.length;
      };
    },
    entries(runId) {
      const chosen = kept.slice(first).filter((entry) => entry !== undefined && (runId === undefined || entry.runId === runId));
      return shown(chosen as Kept[]);
    },
  };
}

/** One pass of the place's redactor over all of them: a key that a later one shows is struck out of the earlier ones too. */
function shown(entries: readonly Kept[]): readonly WireEntry[] {
  const log = createWireLog();
  for (const { t, direction, request, callId, response } of entries.slice(-200)) {
    const done = log.begin(t, direction, request, callId);
    if (response !== undefined) done({ ...response, headers: {} });
  }
  const numbers = entries.slice(-200).map((entry) => entry.n);
  return log.entries().map((entry, i) => ({ ...entry, n: numbers[i] ?? entry.n }));
}

// Cleaned whole, then cut: a cut before would tear keys out of what names them. The copy lets go of the long text.
function short(text: string): string {
  if (text.length <= LONG) return text;
  const log = createWireLog();
  log.begin(0, "engine-to-app", { method: "POST", path: "/", headers: {}, body: text });
  return Buffer.from(log.entries()[0]?.requestBody ?? "").toString();
}
