// Events that the learner sends, by the engine's own door for them.
import type { JsonObject } from "../../log/json.ts";
import { decodeEvents } from "../../protocol/events.ts";
import type { LearnerEvent } from "../../session/lab-session.ts";
import type { Uses } from "./controller-state.ts";

export type Sends = Uses<"clock", { engine: "handle" }>;

/** Resolves once all are stored (L1); rejects with the engine's reason when one is refused, and then none is taken in. */
export async function sendEvents(controller: Sends, events: readonly LearnerEvent[]): Promise<void> {
  const now = controller.clock.now();
  const body = JSON.stringify(
    events.map(({ name, data, id, ts }): JsonObject => ({ name, data, ts: ts ?? now, ...(id === undefined ? {} : { id }) })),
  );
  // Inngest takes in what stands before the first bad event (protocol.md 4.2); one press is done whole or not at all.
  const { events: good, error } = decodeEvents(body);
  if (error !== undefined) throw new Error(`The event "${events[good.length]?.name ?? ""}" was refused: ${error}`);
  const answer = await controller.engine.handle(
    { method: "POST", path: "/e/lab", headers: { "content-type": "application/json" }, body },
    "learner",
  );
  if (answer.status !== 200) throw new Error(`The events were refused: ${reason(answer.body)}`);
}

function reason(body: string): string {
  try {
    const read = JSON.parse(body) as { error?: unknown };
    return typeof read.error === "string" ? read.error : body;
  } catch {
    return body;
  }
}
