// Webhooks of a lab: which transforms there are stands in the log, and each runs in the place's cage, apart from the host.
// A transform is Inngest's and not the app's: it works while the host is down.
import type { Webhooks } from "../../engine/ports/webhooks.ts";
import type { Files, LabSession, WebhookAnswer } from "../../session/lab-session.ts";
import { observe, type Core } from "./core.ts";
import { ensureHost } from "./hosting.ts";

export function createWebhooks(core: Core): Webhooks {
  return {
    async transform(id, request) {
      const files = transformsOf(core);
      const file = [`${id}.js`, `${id}.ts`].find((name) => Object.hasOwn(files, name));
      if (file === undefined) return undefined;
      const end = await core.hosts.transform({ file, text: files[file] ?? "", request });
      for (const line of end.printed) await observe(core, { type: "console", ...line });
      if (!end.ok) throw new Error(end.message);
      return end.made;
    },
  };
}

/** What was saved last, or what the lab starts with. */
const transformsOf = (core: Core): Files => core.ledger.transforms ?? core.parts.setup.transforms ?? {};

export const saveTransforms = async (core: Core, files: Files): Promise<void> => {
  await observe(core, { type: "transforms.saved", files });
};

/** A request as a provider would send it to the webhook's URL. */
export async function callWebhook(
  core: Core,
  id: string,
  { headers = {}, query = {}, body }: Parameters<LabSession["webhook"]>[1],
): Promise<WebhookAnswer> {
  await ensureHost(core);
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const path = `/webhook/${encodeURIComponent(id)}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
  const { status, body: answer } = await core.engine.handle({ method: "POST", path, headers: lower, body });
  return { status, body: answer };
}
