// What a host tells, as facts: the controller adds what the engine knows of the call.
import type { Attribution, ObservationBody } from "../../log/facts.ts";
import type { HostNote } from "../ports.ts";
import type { Uses } from "./controller-state.ts";

export type From = { readonly callId?: string; readonly stepId?: string };

type KnownCalls = Uses<never, { engine: "call"; calls: "get" }>;
export type HostNotes = KnownCalls & Uses<"host" | "entryOf", { ledger: "entries" }>;

/** Whose doing it is, as far as the call is known. */
export function attribution(controller: KnownCalls, { callId, stepId }: From): Attribution {
  const call = callId === undefined ? undefined : (controller.engine.call(callId) ?? controller.calls.get(callId));
  if (call === undefined) return {};
  const attempt = "attempt" in call ? { attempt: call.attempt as number } : {};
  return { runId: call.runId, fn: call.fn, ...(stepId === undefined ? {} : { stepId }), ...attempt };
}

export function factFor(controller: HostNotes, note: HostNote): ObservationBody {
  if (note.type === "console") {
    const { level, text, place } = note;
    return { type: "console", level, text, ...(place === undefined ? {} : { place }), ...attribution(controller, note) };
  }
  const { callId } = note;
  const known = controller.engine.call(callId);
  const { runId, fn } = known ?? controller.calls.get(callId) ?? { runId: "", fn: "" };
  const of = { runId, fn, callId };
  switch (note.type) {
    case "handler.entered": {
      const entry = (controller.ledger.entries.get(runId) ?? 0) + 1;
      controller.ledger.entries.set(runId, entry);
      controller.entryOf.set(callId, entry);
      return {
        type: "handler.entered",
        ...of,
        entry,
        mode: known?.mode ?? "per-step",
        because: known?.because ?? "resume",
        version: controller.host.version,
      };
    }
    case "handler.left": {
      const entry = controller.entryOf.get(callId) ?? 0;
      controller.entryOf.delete(callId);
      return { type: "handler.left", ...of, entry, status: note.status };
    }
    case "step.started":
      return { type: "step.started", ...of, stepId: note.stepId, hashedId: note.hashedId, attempt: known?.attempt ?? 0 };
    case "step.memo":
      return { type: "step.memo", ...of, stepId: note.stepId, hashedId: note.hashedId };
  }
}
