// Registrations on their way to the engine: one after the other, so that the reason of a refusal is known to be of this one.
// The wire hides the reason and the log has it (protocol.md 1.7). A refused configuration that comes again is refused again unheard:
// an app posts it every few seconds, and the log would grow by it.
import type { Engine } from "../../../engine/engine.ts";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";

export type Taken = { readonly reply: WireResponse; readonly why?: string };

const MOST_REFUSED = 20;

export function createRegistrations(engine: Engine): (request: WireRequest) => Promise<Taken> {
  const refused = new Map<string, Taken>();
  let before: Promise<unknown> = Promise.resolve();

  async function take(request: WireRequest): Promise<Taken> {
    const known = refused.get(request.body);
    if (known !== undefined) return known;
    let why: string | undefined;
    const stop = engine.subscribe((facts) => {
      for (const fact of facts) if (fact.type === "protocol.violated" && fact.callId === undefined) why = fact.what;
    });
    const reply = await engine.handle(request, "learner").finally(stop);
    if (reply.status < 400 || reply.status >= 500) return { reply };
    const taken = why === undefined ? { reply } : { reply, why };
    if (refused.size === MOST_REFUSED) refused.clear();
    refused.set(request.body, taken);
    return taken;
  }

  return (request) => {
    const next = before.then(() => take(request));
    before = next.catch(() => undefined);
    return next;
  };
}
