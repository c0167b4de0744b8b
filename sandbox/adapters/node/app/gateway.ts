// The way out for steps that let the engine ask somebody else (`step.fetch`, `step.ai.infer`): the platform's `fetch`,
// which follows redirects as the web does and drops keys where they lead to another origin.
// Boundary: the request holds keys. Nothing of it is kept, printed or noted on the wire; errors carry none of its text.
import type { Gateway } from "../../../engine/ports/gateway.ts";
import { LIMITS } from "../../../protocol/limits.ts";

/** Names that `fetch` sets itself, or that speak of one connection. */
const OF_THE_CONNECTION = ["accept-encoding", "connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"];
/** The body arrives unpacked and whole. */
const OF_THE_TRANSFER = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"];

export function createGateway(): Gateway {
  return {
    async fetch({ method, url, headers, body }) {
      try {
        const response = await fetch(url, { method, headers: without(headers, OF_THE_CONNECTION), ...(body === "" ? {} : { body }) });
        const text = await textOf(response);
        const answer = { status: response.status, headers: without(Object.fromEntries(response.headers), OF_THE_TRANSFER), body: text };
        return response.url === url || response.url === "" ? answer : { ...answer, url: response.url };
      } catch {
        throw new Error("Nobody answers there.");
      }
    },
  };
}

function without(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())));
}

// One byte more than a step may return is enough to be told too large.
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LIMITS.stepOutputBytes) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
