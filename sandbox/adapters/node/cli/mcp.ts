// MCP on demand: its protocol and the course's text are loaded when a client first asks, so that the engine is ready sooner.
import { readFile } from "node:fs/promises";
import type { Docs } from "../mcp/docs.ts";
import type { NodePlace } from "../ports.ts";

type Answer = (request: Request) => Promise<Response>;

/** `docsFile`: the course's text as the build has written it; without it the docs tools know no page. */
export function createMcpLater(place: NodePlace, docsFile: string): Answer {
  let loaded: Promise<Answer> | undefined;
  const docs = async (): Promise<Docs> => JSON.parse(await readFile(docsFile, "utf8").catch(() => "[]")) as Docs;
  return async (request) => (await (loaded ??= import("../mcp/mcp.ts").then(({ createMcp }) => createMcp(place, docs))))(request);
}
