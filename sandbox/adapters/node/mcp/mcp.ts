// MCP on the Node place: the tools of protocol.md 6.7 over runs, events and functions, and the course's own text. Mounted at `/mcp`.
// Boundary: web-standard Request in, Response out. Who may connect (loopback, Host and Origin) is decided before, by `http/`.
// The protocol's package is loaded with the first request, so that it costs no start.
import type { NodePlace } from "../ports.ts";
import type { Docs } from "./docs.ts";
import type { Sessions } from "./sessions.ts";

export type { Docs } from "./docs.ts";

/** `docs` may be loaded when somebody first asks. */
export function createMcp(place: NodePlace, docs: Docs | (() => Promise<Docs>)): (request: Request) => Promise<Response> {
  let loaded: Promise<Docs> | undefined;
  const load = (): Promise<Docs> => (loaded ??= typeof docs === "function" ? docs() : Promise.resolve(docs));
  let sessions: Promise<Sessions> | undefined;
  const open = async (): Promise<Sessions> => {
    const { createSessions } = await import("./sessions.ts");
    return createSessions({ place, docs: load });
  };
  return async (request) => (await (sessions ??= open())).handle(request);
}
