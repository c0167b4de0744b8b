// Events and webhooks as `lab.ts` offers them.
import type { JsonObject } from "../../log/json.ts";
import { filledEvents } from "../../session/event.ts";
import type { LearnerEvent } from "../../session/lab-session.ts";
import type { LabEvent, LabWebhook } from "./definition.ts";

export const event = (label: string, name: string, data: JsonObject, id?: string): Omit<LabEvent, "key"> => ({
  label,
  name,
  data,
  ...(id !== undefined && { id }),
});
/** So many of an event by one press: `{n}` in its data counts them, `{n%5}` counts them round. */
export const many = (times: number, label: string, name: string, data: JsonObject): Omit<LabEvent, "key"> => ({ label, name, data, times });
export const webhook = (label: string, id: string, body: string, headers?: Readonly<Record<string, string>>): Omit<LabWebhook, "key"> => ({
  label,
  webhook: id,
  body,
  ...(headers && { headers }),
});

/** The event as the lab sends it the first time: nothing is left to fill in. */
export const firstOf = (offered: LabEvent): LearnerEvent => filledEvents({ ...offered, times: 1 }, [])[0] ?? offered;
