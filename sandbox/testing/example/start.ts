import { serve } from "inngest/edge";
import { createEngine } from "../test-engine.ts";
import { inngest } from "./client.ts";
import { trial } from "./functions.ts";

export const start = () =>
  createEngine({
    client: inngest,
    functions: [trial],
    serve,
  });
