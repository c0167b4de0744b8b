// Requests that wait for a person's decision, read from the effects that asked for one.
import type { Fact, FactOf, Instant } from "./facts.ts";

/** How a lab's requests are found: the kind of effect that asks, and the key of its detail that names the request. */
export type RequestSource = { readonly effect: string; readonly id: string };

export type OpenRequest = {
  readonly id: string;
  readonly runId: string;
  readonly asked: FactOf<"effect">;
  readonly askedAt: Instant;
};

/**
 * Requests that nobody has decided, asked for by runs that have not ended, oldest first. Asked twice, it is one request.
 * `within`: of runs that began in this act, or of which the log does not say where.
 */
export function openRequests(facts: readonly Fact[], source: RequestSource, within?: string): readonly OpenRequest[] {
  const open = new Map<string, OpenRequest>();
  const elsewhere = new Set<string>();
  const decided = new Set<string>();
  let act: string | undefined;
  for (const fact of facts) {
    if (fact.type === "act.entered") act = fact.act;
    else if (fact.type === "run.created" && within !== undefined && act !== undefined && act !== within) elsewhere.add(fact.runId);
    else if (fact.type === "effect" && fact.kind === source.effect && fact.runId !== undefined && !elsewhere.has(fact.runId)) {
      const id = fact.detail[source.id];
      if (typeof id === "string" && !open.has(id) && !decided.has(id))
        open.set(id, { id, runId: fact.runId, asked: fact, askedAt: fact.t });
    } else if (fact.type === "request.decided") {
      decided.add(fact.request);
      open.delete(fact.request);
    } else if (fact.type === "run.completed" || fact.type === "run.failed" || fact.type === "run.cancelled") {
      for (const [id, request] of open) if (request.runId === fact.runId) open.delete(id);
    }
  }
  return [...open.values()];
}
