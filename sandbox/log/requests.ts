// Requests that wait for a person's decision, read from the effects that asked for one.
import type { Fact, FactOf, Instant } from "./facts.ts";

/** How a lab's requests are found: the kind of effect that asks, and the key of its detail that names the request. */
export type RequestSource = { readonly effect: string; readonly id: string };

export type OpenRequest = {
  readonly id: string;
  readonly runId: string;
  readonly asked: FactOf<"effect">;
  readonly askedAt: Instant;
  /** What has been answered already, with nothing to show for it so far. */
  readonly sent?: "approve" | "reject";
};

/** Requests asked for by runs that have not ended: those that nobody has decided, then those that still wait although somebody
 * has, oldest first each. Asked twice, it is one request. */
export function openRequests(facts: readonly Fact[], source: RequestSource): readonly OpenRequest[] {
  const open = new Map<string, OpenRequest>();
  for (const fact of facts) {
    if (fact.type === "effect" && fact.kind === source.effect && fact.runId !== undefined) {
      const id = fact.detail[source.id];
      if (typeof id === "string" && !open.has(id)) open.set(id, { id, runId: fact.runId, asked: fact, askedAt: fact.t });
    } else if (fact.type === "request.decided") {
      const request = open.get(fact.request);
      if (request !== undefined) open.set(fact.request, { ...request, sent: fact.answer });
    } else if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") {
      for (const [id, request] of open) if (request.runId === fact.runId) open.delete(id);
    }
  }
  const all = [...open.values()];
  return [...all.filter(({ sent }) => sent === undefined), ...all.filter(({ sent }) => sent !== undefined)];
}
