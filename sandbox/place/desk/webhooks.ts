// Webhooks of a lab. The log says which transforms there are; each runs where the learner's code may run, apart from the host.
// At Inngest the transform belongs to the service and not to the app, so a webhook is served while the host is down.
import type { Webhooks } from "../../engine/ports/webhooks.ts";
import type { Files, LabSession, WebhookAnswer } from "../../session/lab-session.ts";
import type { Uses } from "./desk-state.ts";
import { ensureHost, type HostStart } from "./hosting.ts";

export function createWebhooks(desk: Uses<"setup" | "observe", { ledger: "transforms"; hosts: "transform" }>): Webhooks {
  return {
    async transform(id, request) {
      const files = transformsOf(desk);
      const file = [`${id}.js`, `${id}.ts`].find((name) => Object.hasOwn(files, name));
      if (file === undefined) return undefined;
      const end = await desk.hosts.transform({ file, text: files[file] ?? "", request });
      for (const line of end.printed) await desk.observe({ type: "console", ...line });
      if (!end.ok) throw new Error(end.message);
      return end.made;
    },
  };
}

/** What was saved last, or what the lab starts with. */
const transformsOf = (desk: Uses<"setup", { ledger: "transforms" }>): Files => desk.ledger.transforms ?? desk.setup.transforms ?? {};

export const saveTransforms = async (desk: Uses<"observe">, files: Files): Promise<void> => {
  await desk.observe({ type: "transforms.saved", files });
};

/** A request as a provider would send it to the webhook's URL. */
export async function callWebhook(
  desk: HostStart & Uses<never, { engine: "handle" }>,
  id: string,
  { headers = {}, query = {}, body }: Parameters<LabSession["webhook"]>[1],
): Promise<WebhookAnswer> {
  await ensureHost(desk);
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const path = `/webhook/${encodeURIComponent(id)}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
  const { status, body: answer } = await desk.engine.handle({ method: "POST", path, headers: lower, body });
  return { status, body: answer };
}
