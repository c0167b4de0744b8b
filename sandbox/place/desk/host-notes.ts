// What a host tells, as facts: the desk adds what the engine knows of the call.
import type { Attribution, ObservationBody } from "../../log/facts.ts";
import type { HostNote } from "../ports.ts";
import type { Uses } from "./desk-state.ts";

export type From = { readonly callId?: string; readonly stepId?: string };

type KnownCalls = Uses<never, { engine: "call"; calls: "get" }>;
export type HostNotes = KnownCalls & Uses<"host" | "entryOf", { ledger: "entries" }>;

/** Whose doing it is, as far as the call is known. */
export function attribution(desk: KnownCalls, { callId, stepId }: From): Attribution {
  const call = callId === undefined ? undefined : (desk.engine.call(callId) ?? desk.calls.get(callId));
  if (call === undefined) return {};
  const attempt = "attempt" in call ? { attempt: call.attempt as number } : {};
  return { runId: call.runId, fn: call.fn, ...(stepId === undefined ? {} : { stepId }), ...attempt };
}

export function factFor(desk: HostNotes, note: HostNote): ObservationBody {
  if (note.type === "console") {
    const { level, text, place } = note;
    return { type: "console", level, text, ...(place === undefined ? {} : { place }), ...attribution(desk, note) };
  }
  const { callId } = note;
  const known = desk.engine.call(callId);
  const { runId, fn } = known ?? desk.calls.get(callId) ?? { runId: "", fn: "" };
  const of = { runId, fn, callId };
  switch (note.type) {
    case "handler.entered": {
      const entry = (desk.ledger.entries.get(runId) ?? 0) + 1;
      desk.ledger.entries.set(runId, entry);
      desk.entryOf.set(callId, entry);
      return {
        type: "handler.entered",
        ...of,
        entry,
        mode: known?.mode ?? "per-step",
        because: known?.because ?? "resume",
        version: desk.host.version,
      };
    }
    case "handler.left": {
      const entry = desk.entryOf.get(callId) ?? 0;
      desk.entryOf.delete(callId);
      return { type: "handler.left", ...of, entry, status: note.status };
    }
    case "step.started":
      return { type: "step.started", ...of, stepId: note.stepId, hashedId: note.hashedId, attempt: known?.attempt ?? 0 };
    case "step.memo":
      return { type: "step.memo", ...of, stepId: note.stepId, hashedId: note.hashedId };
  }
}
