// Webhooks of a lab. The log says which transforms there are; each runs where the learner's code may run, apart from the host.
// At Inngest the transform belongs to the service and not to the app, so a webhook is served while the host is down.
import type { Webhooks } from "../../engine/ports/webhooks.ts";
import type { Files, LabSession, WebhookAnswer } from "../../session/lab-session.ts";
import type { Uses } from "./controller-state.ts";
import { ensureHost, type HostStart } from "./hosting.ts";

export function createWebhooks(controller: Uses<"setup" | "observe", { ledger: "transforms"; hosts: "transform" }>): Webhooks {
  return {
    async transform(id, request) {
      const files = transformsOf(controller);
      const file = [`${id}.js`, `${id}.ts`].find((name) => Object.hasOwn(files, name));
      if (file === undefined) return undefined;
      const end = await controller.hosts.transform({ file, text: files[file] ?? "", request });
      for (const line of end.printed) await controller.observe({ type: "console", ...line });
      if (!end.ok) throw new Error(end.message);
      return end.made;
    },
  };
}

/** What was saved last, or what the lab starts with. */
const transformsOf = (controller: Uses<"setup", { ledger: "transforms" }>): Files =>
  controller.ledger.transforms ?? controller.setup.transforms ?? {};

export const saveTransforms = async (controller: Uses<"observe">, files: Files): Promise<void> => {
  await controller.observe({ type: "transforms.saved", files });
};

/** A request as a provider would send it to the webhook's URL. */
export async function callWebhook(
  controller: HostStart & Uses<never, { engine: "handle" }>,
  id: string,
  { headers = {}, query = {}, body }: Parameters<LabSession["webhook"]>[1],
): Promise<WebhookAnswer> {
  await ensureHost(controller);
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const path = `/webhook/${encodeURIComponent(id)}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
  const { status, body: answer } = await controller.engine.handle({ method: "POST", path, headers: lower, body });
  return { status, body: answer };
}
