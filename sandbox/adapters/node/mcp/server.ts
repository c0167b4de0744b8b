// One MCP server of the official SDK with all tools (protocol.md 6.7). One belongs to one session.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { appTools } from "./tools/apps.ts";
import { docsTools } from "./tools/docs.ts";
import { eventTools } from "./tools/events.ts";
import { runTools } from "./tools/runs.ts";
import { type Tool, type ToolContext, type ToolResult } from "./tool.ts";

const tools: readonly Tool[] = [...eventTools, ...appTools, ...runTools, ...docsTools];

const INSTRUCTIONS =
  "This is a local durable engine that runs functions of the inngest SDK. Start with list_functions; send_event or invoke_function_sync to run something; " +
  "get_run_trace to see what happened step by step. list_docs, grep_docs and read_doc hold the course that the engine belongs to.";

export function createServer(context: ToolContext): McpServer {
  const info = { name: "agent-nervous-system", title: "Agent Nervous System engine", version: context.place.version };
  const server = new McpServer(info, { instructions: INSTRUCTIONS, maxToolInputElements: 100_000 });
  for (const tool of tools) {
    const { name, title, description, input, reads } = tool;
    const annotations = { title, readOnlyHint: reads, destructiveHint: name === "cancel_run", openWorldHint: false };
    server.registerTool(name, { title, description, inputSchema: input, annotations }, (args: unknown) => answer(tool, context, args));
  }
  return server;
}

/** Errors of ours carry a code in small letters and say what to do: a tool's own, a store's that has failed, a cursor that is none. */
const isTold = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && "code" in error && /^[a-z-]+$/.test(String(error.code));

/** Structured content, and the same JSON as text for clients that read only text. */
async function answer(tool: Tool, context: ToolContext, args: unknown): Promise<CallToolResult> {
  try {
    return shown(await tool.run(context, args));
  } catch (error) {
    if (isTold(error)) return { ...shown({ error: error.message, code: error.code }), isError: true };
    const why = error instanceof Error ? error.message : String(error);
    return { ...shown({ error: `${tool.name} failed: ${why}`, code: "internal" }), isError: true };
  }
}

function shown(result: ToolResult): CallToolResult {
  const text = JSON.stringify(result);
  return { structuredContent: JSON.parse(text) as Record<string, unknown>, content: [{ type: "text", text }] };
}
