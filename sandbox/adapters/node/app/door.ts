// The engine's door as this place opens it: registrations are told apart, so that it is known who was refused and why,
// and what passes is noted on the wire. What apps repeat every few seconds is not: it would push the runs' own calls out.
import type { Engine } from "../../../engine/engine.ts";
import type { WireRequest, WireResponse } from "../../../protocol/http.ts";
import { objectOr, parseJson } from "../../../protocol/shape.ts";
import type { WireBuffer } from "../wire.ts";
import { type AppsParts, createApps, type KnownApps, type Registered } from "./apps.ts";
import { createRegistrations, type Taken } from "./registrations.ts";

export type DoorParts = Omit<AppsParts, "register"> & { readonly wire: WireBuffer };

export function openDoor(engine: Engine, parts: DoorParts): { readonly apps: KnownApps; readonly handle: Engine["handle"] } {
  const register = createRegistrations(engine);
  const apps = createApps({
    ...parts,
    register: async (body) => outcome(await register({ method: "POST", path: "/fn/register", headers: {}, body: JSON.stringify(body) })),
  });
  async function registered(request: WireRequest): Promise<WireResponse> {
    const taken = await register(request);
    const body = objectOr(parseJson(request.body));
    if (body !== undefined) apps.posted(body, outcome(taken));
    return taken.reply;
  }
  async function noted(request: WireRequest, source: Parameters<Engine["handle"]>[1]): Promise<WireResponse> {
    const [, runId] = /^\/v[01]\/(?:checkpoint|http\/runs|runs)\/([^/?]+)\//.exec(request.path) ?? [];
    const done = parts.wire.begin({
      t: parts.clock.now(),
      direction: "app-to-engine",
      request,
      ...(runId === undefined ? {} : { runId }),
    });
    const response = await engine.handle(request, source);
    done(response);
    return response;
  }
  return {
    apps,
    handle: (request, source) => (/^\/fn\/register(\?|$)/.test(request.path) ? registered(request) : noted(request, source)),
  };
}

const outcome = ({ reply, why }: Taken): Registered => ({ ok: reply.status < 300, ...(why === undefined ? {} : { why }) });
