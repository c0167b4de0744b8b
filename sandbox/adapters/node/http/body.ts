// Bodies of requests: read as text, up to a size, before anything is parsed. Own code for one reason: the door for events and
// checkpoints is the place's busiest, and a body of known length is read without building a stream.
import type { Context } from "hono";
import { headerOf } from "./headers.ts";

const MEBIBYTE = 1024 * 1024;
/** Events come by the thousand, checkpoints carry outputs of 4 MiB each (protocol.md 3.2, 4.2). Each event is measured after. */
export const LARGE_BODY = 40 * MEBIBYTE;
export const BODY = 8 * MEBIBYTE;
/** Deeper than this, whoever writes the value down again would run out of stack. */
const DEEPEST = 500;

/** The body as text; `undefined` when it is larger than `most`. */
export async function readBody(c: Context, most: number): Promise<string | undefined> {
  const length = headerOf(c, "content-length");
  if (length === undefined || headerOf(c, "transfer-encoding") !== undefined) return readStream(c, most);
  return Number(length) > most ? undefined : c.req.text();
}

async function readStream(c: Context, most: number): Promise<string | undefined> {
  const stream = c.req.raw.body;
  if (stream === null) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > most) return undefined;
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

/** Whether JSON is nested so deep that writing it down again would break; brackets inside text do not count. */
export function nestsTooDeep(json: string): boolean {
  if (json.length <= DEEPEST) return false;
  let depth = 0;
  let inText = false;
  for (let i = 0; i < json.length; i += 1) {
    const char = json.charCodeAt(i);
    if (inText) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) inText = false;
    } else if (char === 0x22) inText = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}
