// Sessions by `Mcp-Session-Id`: each has its own transport and server. Their number is bounded; the one that was used longest ago
// makes room. A session that is gone answers 404, and a client begins anew (as the specification of the transport says).
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { createServer } from "./server.ts";
import type { ToolContext } from "./tool.ts";

const MOST_SESSIONS = 32;
const MOST_BYTES = 4 * 1024 * 1024;

export type Sessions = { readonly handle: (request: Request) => Promise<Response> };

export function createSessions(context: ToolContext): Sessions {
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();

  function keep(id: string, transport: WebStandardStreamableHTTPServerTransport): void {
    sessions.delete(id);
    sessions.set(id, transport);
    const [oldest] = sessions;
    if (sessions.size <= MOST_SESSIONS || oldest === undefined) return;
    sessions.delete(oldest[0]);
    void oldest[1].close();
  }

  async function open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => keep(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
      enableJsonResponse: true,
      maxRequestBodySize: MOST_BYTES,
    });
    await createServer(context).connect(transport);
    return transport;
  }

  return {
    handle: async (request) => {
      const id = request.headers.get("mcp-session-id");
      if (id === null) return (await open()).handleRequest(request);
      const transport = sessions.get(id);
      if (transport === undefined) return unknownSession();
      keep(id, transport);
      return transport.handleRequest(request);
    },
  };
}

function unknownSession(): Response {
  const error = { code: -32_001, message: "Session not found. Send an initialize request without a session id to begin a new one." };
  return Response.json({ jsonrpc: "2.0", error, id: null }, { status: 404 });
}
