// Requests that wait for a person: made by an effect in the world, answered by an event.
import type { Core } from "./core.ts";
import { observe } from "./core.ts";
import { sendEvent } from "./send.ts";

/** Decides as the reviewer. A request may be decided at any time, also before the run waits for it. */
export async function decide(core: Core, request: string, answer: "approve" | "reject"): Promise<void> {
  const { requests } = core.parts.setup;
  if (requests === undefined) throw new Error("This lab has no requests to decide.");
  const { effect, id, decisionEvent } = requests;
  const made = core.ledger.effects.some(({ kind, detail }) => kind === effect && String(detail[id]) === request);
  if (!made) throw new Error(`There is no request ${request}: no "${effect}" carries it as its ${id}.`);
  await observe(core, { type: "request.decided", request, answer, eventName: decisionEvent });
  await sendEvent(core, { name: decisionEvent, data: { requestId: request, approved: answer === "approve", by: "reviewer" } });
}
