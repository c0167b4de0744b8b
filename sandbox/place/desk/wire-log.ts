// The Wire tab's buffer: the last calls and replies, cut to size and with secrets struck out. It stands beside the log, never in it.
import type { Instant } from "../../log/facts.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { WireEntry } from "../../session/lab-session.ts";

const MOST_ENTRIES = 200;
const MOST_CHARACTERS = 4000;

export interface WireLog {
  /** Notes a request; the returned function notes its reply. */
  begin(t: Instant, direction: WireEntry["direction"], request: WireRequest, callId?: string): (response: WireResponse) => void;
  entries(): readonly WireEntry[];
  clear(): void;
}

export function createWireLog(): WireLog {
  let entries: WireEntry[] = [];
  let count = 0;
  return {
    begin(t, direction, { method, path, body }, callId) {
      const n = (count += 1);
      const entry: WireEntry = {
        n,
        t,
        direction,
        method,
        path: path.replace(/^\/e\/[^/?]+/, "/e/…"),
        requestBody: fit(body),
        ...(callId === undefined ? {} : { callId }),
      };
      entries = [...entries, entry].slice(-MOST_ENTRIES);
      return ({ status, body: answer }) => {
        entries = entries.map((one) => (one.n === n ? { ...one, status, responseBody: fit(answer) } : one));
      };
    },
    entries: () => entries,
    clear: () => void (entries = []),
  };
}

function fit(body: string): string {
  const safe = body.replaceAll(
    /("(?:auth_?key|authorization|(?:signing|api)_?key|password|secret)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
    '$1"[struck out]"',
  );
  return safe.length <= MOST_CHARACTERS ? safe : `${safe.slice(0, MOST_CHARACTERS)}… (${safe.length - MOST_CHARACTERS} more characters)`;
}
