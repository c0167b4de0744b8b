// Events that the learner sends, by the engine's own door for them.
import type { JsonObject } from "../../log/json.ts";
import type { LabSession } from "../../session/lab-session.ts";
import type { Core } from "./core.ts";

type LearnerEvent = Parameters<LabSession["send"]>[0];

/** Resolves once the event is stored (L1); rejects with the engine's reason when it is refused. */
export async function sendEvent(core: Core, { name, data, id, ts }: LearnerEvent): Promise<void> {
  const event: JsonObject = { name, data, ts: ts ?? core.parts.clock.now(), ...(id === undefined ? {} : { id }) };
  const answer = await core.engine.handle(
    { method: "POST", path: "/e/lab", headers: { "content-type": "application/json" }, body: JSON.stringify([event]) },
    "learner",
  );
  if (answer.status !== 200) throw new Error(`The event "${name}" was refused: ${reason(answer.body)}`);
}

function reason(body: string): string {
  try {
    const read = JSON.parse(body) as { error?: unknown };
    return typeof read.error === "string" ? read.error : body;
  } catch {
    return body;
  }
}
