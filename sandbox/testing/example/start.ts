import { serve } from "inngest/edge";
import { createTestEngine } from "../test-engine.ts";
import { inngest } from "./client.ts";
import { trial } from "./functions.ts";

export const start = () =>
  createTestEngine({
    client: inngest,
    functions: [trial],
    serve,
  });
