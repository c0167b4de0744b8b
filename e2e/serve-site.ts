// Serves the built site for the journeys, from a server that sets no header of its own.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { dist } from "../scripts/run/project.ts";
import { serve } from "../scripts/run/static-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    site: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(dist, "index.html"))) throw new Error("dist/ holds no site. Run `npm run build` first.");
  const serving = await serve(dist, 0);
  project.provide("site", serving.url);
  return serving.close;
}
