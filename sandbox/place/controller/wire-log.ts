// The Wire tab's buffer: the last calls and replies, cut to size and with secrets struck out. It is kept beside the log and is no part of it.
import type { Instant } from "../../log/facts.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { WireEntry } from "../../session/lab-session.ts";
import { createRedactor } from "./redact.ts";

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
  const redactor = createRedactor();
  const add = (entry: WireEntry): void => {
    entries = [...entries.filter(({ n }) => n !== entry.n), entry].sort((a, b) => a.n - b.n).slice(-MOST_ENTRIES);
    if (redactor.learned()) entries = entries.map((one) => cleaned(one, redactor.clean));
  };
  return {
    begin(t, direction, { method, path, body }, callId) {
      const n = (count += 1);
      const entry: WireEntry = {
        n,
        t,
        direction,
        method,
        path: redactor.clean(path.replace(/^\/e\/[^/?]+/, "/e/…")),
        requestBody: cut(redactor.clean(body)),
        ...(callId === undefined ? {} : { callId }),
      };
      add(entry);
      return ({ status, body: answer }) => {
        const noted = entries.find((one) => one.n === n);
        if (noted !== undefined) add({ ...noted, status, responseBody: cut(redactor.clean(answer)) });
      };
    },
    entries: () => entries,
    clear() {
      entries = [];
      redactor.forget();
    },
  };
}

function cleaned(entry: WireEntry, clean: (text: string) => string): WireEntry {
  const { path, requestBody, responseBody } = entry;
  const answer = responseBody === undefined ? {} : { responseBody: clean(responseBody) };
  return { ...entry, path: clean(path), requestBody: clean(requestBody), ...answer };
}

function cut(safe: string): string {
  return safe.length <= MOST_CHARACTERS ? safe : `${safe.slice(0, MOST_CHARACTERS)}… (${safe.length - MOST_CHARACTERS} more characters)`;
}
