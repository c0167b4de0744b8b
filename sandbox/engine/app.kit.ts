// An app of one function as an engine's tests meet it on the wire: what it registers, and the requests that tests send.
import type { WireRequest } from "../protocol/http.ts";

/** What marks an answer as an SDK's. */
export const SDK = { "x-inngest-sdk": "test" };

/** One function, `app-f`, that the event "a" triggers. */
export const FUNCTIONS = [
  {
    id: "app-f",
    name: "f",
    triggers: [{ event: "a" }],
    steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "http://app/api?fnId=app-f&stepId=step" } } },
  },
];

/** The body with which the app registers. */
export const REGISTER = JSON.stringify({ url: "http://app/api", appName: "app", sdk: "test", functions: FUNCTIONS });

export const post = (path: string, body = "", headers: Record<string, string> = {}): WireRequest => ({
  method: "POST",
  path,
  headers,
  body,
});
