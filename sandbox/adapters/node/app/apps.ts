// The apps that the place knows: asked to register, again and again, and what came of it.
// In-band first: the app's answer to the PUT is its configuration. An app that knows only the other way has posted it by then (protocol.md 1.5).
// Boundary: what the same app answers a second time is not brought before the engine again, so that asking every few seconds writes nothing.
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Transport } from "../../../engine/ports/transport.ts";
import type { JsonObject } from "../../../log/json.ts";
import type { WireResponse } from "../../../protocol/http.ts";
import { encodeSync } from "../../../protocol/register.ts";
import { objectOr, parseJson, textOr } from "../../../protocol/shape.ts";
import type { Apps, AppView } from "../ports.ts";
import { NoAnswer } from "./http-client.ts";
import { refusal, unreachable, whyNot } from "./problems.ts";

/** How the engine took a registration; `why` where it refused one, which the wire does not say. */
export type Registered = { readonly ok: boolean; readonly why?: string };

export type AppsParts = {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Brings a configuration before the engine, as if it had been posted. */
  register(body: JsonObject): Promise<Registered>;
  /** An app's state is another one than before. */
  changed(now: AppView, before: AppView | undefined): void;
};

export interface KnownApps extends Apps {
  /** An app has posted its configuration by itself, and this came of it. */
  posted(body: JsonObject, registered: Registered): void;
  /** Asks every known app once. */
  askAll(): Promise<void>;
}

/** `answer`: what the engine has been told of it already. `posted`: it has posted its configuration since it was last asked. */
type Known = { view: AppView; answer?: string; posted?: boolean; asking?: Promise<AppView> };

export function createApps(parts: AppsParts): KnownApps {
  const known = new Map<string, Known>();

  function tell(url: string, next: Omit<AppView, "url">): AppView {
    const entry = entryOf(known, url);
    const before = entry.view.state === "unknown" ? undefined : entry.view;
    entry.view = { url, ...next };
    if (before?.state !== next.state || before.problem !== next.problem) parts.changed(entry.view, before);
    return entry.view;
  }

  function put(url: string, kind: "in-band" | "out-of-band"): Promise<WireResponse> {
    const { origin, pathname, search } = new URL(url);
    return parts.transport.send(origin, encodeSync(url, pathname + search, kind));
  }

  async function ask(url: string): Promise<AppView> {
    const entry = entryOf(known, url);
    const lastSeen = entry.view.lastSeenAt === undefined ? {} : { lastSeenAt: entry.view.lastSeenAt };
    let response: WireResponse;
    entry.posted = false;
    try {
      response = await put(url, "in-band");
      // The Python SDK takes that only where it is signed. It is asked as the dev server asks (protocol.md 1.4).
      if (response.status === 401) response = await put(url, "out-of-band");
    } catch (error) {
      // An app at work may be too busy to say who it is.
      if (error instanceof NoAnswer && entry.view.state === "registered") return entry.view;
      delete entry.answer;
      return tell(url, { state: "unreachable", problem: unreachable(error), ...lastSeen });
    }
    const lastSeenAt = parts.clock.now();
    const problem = whyNot(response);
    // What came of the configuration that it has posted meanwhile is known, and says more than its own answer does.
    if (entry.posted) return entry.view;
    if (problem !== undefined) return tell(url, { state: "refused", problem, lastSeenAt });
    const body = objectOr(parseJson(response.body));
    if (response.headers["x-inngest-sync-kind"] !== "in_band" || body === undefined) return tell(url, { state: "registered", lastSeenAt });
    if (entry.answer === response.body) return (entry.view = { ...entry.view, lastSeenAt });
    const posted = { ...body, appName: textOr(body["app_id"]) ?? "", url };
    const registered = await parts.register(posted);
    entry.answer = response.body;
    return tell(url, { ...outcome(posted, registered), lastSeenAt });
  }

  function add(given: string): Promise<AppView> {
    const url = appUrl(given);
    if (url === undefined) {
      const problem = `"${given}" is no URL of an app. Write it whole, such as http://localhost:3000/api/inngest.`;
      return Promise.resolve({ url: given, state: "refused", problem });
    }
    const entry = entryOf(known, url);
    entry.asking ??= ask(url).finally(() => delete entry.asking);
    return entry.asking;
  }

  return {
    add,
    remove: (url) => void known.delete(appUrl(url) ?? url),
    list: () => [...known.values()].map((entry) => entry.view),
    posted(body, registered) {
      const url = appUrl(textOr(body["url"]) ?? "");
      if (url === undefined) return;
      entryOf(known, url).posted = true;
      tell(url, { ...outcome(body, registered), lastSeenAt: parts.clock.now() });
    },
    askAll: async () => void (await Promise.all([...known.keys()].map(add))),
  };
}

function entryOf(known: Map<string, Known>, url: string): Known {
  const entry = known.get(url) ?? { view: { url, state: "unknown" } };
  known.set(url, entry);
  return entry;
}

function outcome(body: JsonObject, { ok, why = "the engine gives no reason" }: Registered): Pick<AppView, "state" | "problem"> {
  return ok ? { state: "registered" } : { state: "refused", problem: refusal(why, body) };
}

/** One app has one URL: loopback addresses go by one name (protocol.md 1.4). */
export function appUrl(given: string): string | undefined {
  const url = URL.parse(/^https?:\/\//i.test(given) ? given : `http://${given}`);
  if (url === null || given === "") return undefined;
  if (/^(127\.0\.0\.1|\[::1\])$/.test(url.hostname)) url.hostname = "localhost";
  return `${url.origin}${url.pathname}`;
}
