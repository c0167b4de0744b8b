// What a tool is: a name, words for the agent that reads them, the shape of its arguments, and what it does on the place.
// Boundary: no transport and no session here; a tool's problem is an answer that says what to do next, never a crash.
import type { z } from "zod";
import type { Json } from "../../../log/json.ts";
import type { NodePlace } from "../ports.ts";
import type { Docs } from "./docs.ts";

export type ToolContext = { readonly place: NodePlace; readonly docs: () => Promise<Docs> };

type Arguments = z.ZodObject;

export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Arguments;
  /** Whether it leaves everything as it is. */
  readonly reads: boolean;
  readonly run: (context: ToolContext, args: unknown) => Promise<ToolResult>;
};

export type ToolResult = { readonly [key: string]: Json | undefined };

/** Ties the arguments' type to their shape. What arrives has been checked against it. */
export function tool<Shape extends Arguments>(
  definition: Omit<Tool, "run" | "input"> & {
    readonly input: Shape;
    readonly run: (context: ToolContext, args: z.infer<Shape>) => Promise<ToolResult>;
  },
): Tool {
  return { ...definition, run: (context, args) => definition.run(context, args as z.infer<Shape>) };
}

/** Something is wrong with what was asked. The message says what, and what to do. */
export class ToolProblem extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ToolProblem";
    this.code = code;
  }
}
