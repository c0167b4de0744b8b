// Requests that wait for a person, read from the effects that asked for one.
import type { Fact, Instant } from "../../../../sandbox/log/facts.ts";
import type { JsonObject } from "../../../../sandbox/log/json.ts";
import { hasEnded, type RunView } from "./runs.ts";

export type RequestView = {
  readonly id: string;
  readonly runId: string;
  readonly detail: JsonObject;
  readonly askedAt: Instant;
  /** Until when somebody waits for the answer; undefined while nobody does yet. */
  readonly until: Instant | undefined;
  /** What has been answered already, with nothing to show for it so far. */
  readonly sent: "approve" | "reject" | undefined;
};

export type RequestSource = { readonly effect: string; readonly id: string };

/** Open requests, oldest first: asked for, by a run that has not ended. */
export function requestsIn(facts: readonly Fact[], runs: readonly RunView[], source: RequestSource | undefined): readonly RequestView[] {
  if (source === undefined) return [];
  const open = new Map<string, RequestView>();
  for (const fact of facts) {
    if (fact.type === "effect" && fact.kind === source.effect) {
      const id = fact.detail[source.id];
      const run = runs.find((each) => each.runId === fact.runId);
      if (typeof id !== "string" || run === undefined || hasEnded(run) || open.has(id)) continue;
      const wait = [...run.waits.values()][0];
      open.set(id, { id, runId: run.runId, detail: fact.detail, askedAt: fact.t, until: wait?.until, sent: undefined });
    }
    if (fact.type === "request.decided") {
      const request = open.get(fact.request);
      if (request !== undefined) open.set(fact.request, { ...request, sent: fact.answer });
    }
  }
  return [...open.values()];
}
