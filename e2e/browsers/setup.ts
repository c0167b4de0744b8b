// What the journeys in other browsers share: the built site, and how long they wait for what must come.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { slowness } from "../../scripts/run/pace.ts";
import { dist } from "../../scripts/run/project.ts";
import { serve } from "../../scripts/run/static-server.ts";

/** A lab's first run has taken WebKit as long as a minute on a busy machine: twice as long as in Chromium is waited for. */
const ROUND_TRIP_MS = 2000;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(dist, "index.html"))) throw new Error("dist/ holds no site. Run `npm run build` first.");
  const serving = await serve(dist, 0);
  project.provide("site", serving.url);
  project.provide("roundTripMs", ROUND_TRIP_MS * slowness());
  return serving.close;
}
