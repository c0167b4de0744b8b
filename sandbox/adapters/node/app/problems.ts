// What is wrong with an app, in words that say what to do next. The wire hides which function was refused and why (protocol.md 1.7);
// the person at the terminal is told.
import type { JsonObject } from "../../../log/json.ts";
import type { WireResponse } from "../../../protocol/http.ts";
import { objectOr, parseJson, textOr } from "../../../protocol/shape.ts";

const CODES: { readonly [code: string]: string } = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it closes the connection without an answer",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "its host name cannot be looked up now",
  EHOSTUNREACH: "its host cannot be reached",
  ETIMEDOUT: "it does not answer",
};

/** Nobody answered. */
export function unreachable(error: unknown): string {
  const { code = "", message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  return `${CODES[code] ?? message.replace(/\.$/, "")}. Start the app, or check the port and the path of its URL.`;
}

/** Somebody answered, and registration did not come of it. `undefined`: it did. */
export function whyNot({ status, headers, body }: WireResponse): string | undefined {
  const said = messageIn(body);
  // The SDK turns away what is not signed as it should be before it says who it is.
  if (status === 401 || status === 403)
    return (
      `it turns the request away (HTTP ${status}): the app is in cloud mode, or has another key. ` +
      "Start it with INNGEST_DEV=1, or give both sides the same key: --signing-key here, INNGEST_SIGNING_KEY there."
    );
  if (headers["x-inngest-sdk"] === undefined)
    return `something answers there that is no Inngest app (HTTP ${status}). Is the path right? Most apps serve /api/inngest.`;
  if (status >= 200 && status < 300) return undefined;
  return `the app answers HTTP ${status}${said === undefined ? "" : `: ${said}`}. Its own console says more.`;
}

function messageIn(body: string): string | undefined {
  const object = objectOr(parseJson(body));
  return textOr(object?.["message"]) ?? textOr(object?.["error"]);
}

/** The engine's reason with the function's id in the place of its number: `functions[2].triggers[0].cron: …`. */
export function refusal(why: string, registration: JsonObject): string {
  const functions = registration["functions"];
  const named = why.replace(/^functions\[(\d+)\]\.?/, (whole, index: string) => {
    const id = Array.isArray(functions) ? textOr(objectOr(functions[Number(index)])?.["id"]) : undefined;
    return id === undefined ? whole : `function "${id}", `;
  });
  return `${named.replace(/\.$/, "")}. Correct it and save: the app is asked again, and none of its functions is taken before.`;
}
