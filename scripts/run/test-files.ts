import { globSync, readFileSync } from "node:fs";
import { inProject } from "./project.ts";

/** How many tests stand in the files that match, by reading them: for tests that cannot be run here. */
export function countTests(pattern: string): number {
  const files = globSync(pattern, { cwd: inProject(), exclude: ["**/node_modules/**"] });
  return files.reduce((sum, file) => sum + (readFileSync(inProject(file), "utf8").match(/^\s*(?:it|test)(?:\.\w+)*\(/gm)?.length ?? 0), 0);
}
