// Keeps asking: known apps every few seconds, and, while none of them answers, the ports of this machine (protocol.md 1.2).
// Boundary: one round at a time, on real time; it ends at once when told to.
import { discover } from "./discovery.ts";
import type { HttpClient } from "./http-client.ts";
import type { KnownApps } from "./apps.ts";

export type SeekerOptions = {
  readonly urls: readonly string[];
  readonly discovery: boolean;
  /** Between two rounds; `undefined`: one round and no more. */
  readonly pollMs: number | undefined;
  /** The place's own port, which is no app. */
  readonly port: number;
};

/** Starts with a round at once. Returns what ends it. */
export function seekApps(apps: KnownApps, client: HttpClient, { urls, discovery, pollMs, port }: SeekerOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const also = Number(process.env["PORT"] ?? "");

  async function round(): Promise<void> {
    if (apps.list().length > 0) await apps.askAll();
    if (discovery && !apps.list().some(({ state }) => state === "registered" || state === "refused")) {
      const found = await discover({ client, except: port, also: Number.isInteger(also) && also > 0 ? also : undefined });
      if (found !== undefined && !ended) await apps.add(found);
    }
  }
  const next = (): void => {
    void round()
      .catch(() => undefined)
      .then(() => {
        if (!ended && pollMs !== undefined) timer = setTimeout(next, pollMs);
      });
  };
  void Promise.all([...new Set(urls)].map((url) => apps.add(url))).then(() => {
    if (ended) return;
    if (discovery && apps.list().length === 0) next();
    else if (pollMs !== undefined) timer = setTimeout(next, pollMs);
  });
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
