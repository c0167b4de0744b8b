// The static checks, by name. Each is one program, or one of our own that looks at the files.
import { globSync } from "node:fs";
import { deadLinks } from "./links.ts";
import { type Ran, inProject, run } from "./project.ts";

/** `programs`: what it runs; they may run side by side, and beside other checks. */
export type Check = { readonly name: string; readonly of: "sources" | "site"; readonly programs: readonly (() => Promise<Ran>)[] };

const program =
  (command: string, ...args: string[]) =>
  (): Promise<Ran> =>
    run(command, args, { quiet: true });

/** The longest first: they run as many at a time as there are processors. */
export const checks: readonly Check[] = [
  { name: "types", of: "sources", programs: [typesOfFolders, program("astro", "check", "--minimumFailingSeverity", "warning")] },
  { name: "format", of: "sources", programs: [program("prettier", "--check", "--log-level", "warn", ".")] },
  { name: "spelling", of: "sources", programs: [program("cspell", "lint", "--no-progress", "--no-summary", "--gitignore", ".")] },
  { name: "dead", of: "sources", programs: [program("knip", "--no-progress")] },
  { name: "lint", of: "sources", programs: [program("oxlint", "--deny-warnings", ".")] },
  { name: "links", of: "site", programs: [deadLinks] },
  { name: "sizes", of: "site", programs: [program("size-limit")] },
];

/** Every tsconfig of the project on its own, so that a folder sees only the globals that exist where its code runs. One process
 * for all, which reads the declarations that they share once. Forced: what TypeScript remembers misses a package that was replaced. */
function typesOfFolders(): Promise<Ran> {
  const configs = globSync(["sandbox/**/tsconfig*.json", "scripts/tsconfig.json"], {
    cwd: inProject(),
    exclude: ["**/node_modules/**"],
  }).sort();
  return run("tsc", ["--build", "--force", "--pretty", "false", ...configs], { quiet: true });
}
