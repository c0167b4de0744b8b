// The static checks, by name. Each is one program, or one of our own that looks at the files.
import { globSync } from "node:fs";
import { deadLinks } from "./links.ts";
import { type Ran, inProject, run } from "./project.ts";

export type Check = { readonly name: string; readonly of: "sources" | "site"; readonly check: () => Promise<Ran> };

const program =
  (command: string, ...args: string[]) =>
  (): Promise<Ran> =>
    run(command, args, { quiet: true });

export const checks: readonly Check[] = [
  { name: "types", of: "sources", check: types },
  { name: "lint", of: "sources", check: program("oxlint", "--deny-warnings", ".") },
  { name: "format", of: "sources", check: program("prettier", "--check", "--log-level", "warn", ".") },
  { name: "dead", of: "sources", check: program("knip", "--no-progress") },
  { name: "spelling", of: "sources", check: program("cspell", "lint", "--no-progress", "--no-summary", "--gitignore", ".") },
  { name: "links", of: "site", check: deadLinks },
  { name: "sizes", of: "site", check: program("size-limit") },
];

/** Every tsconfig of the project on its own, so that a folder sees only the globals that exist where its code runs; then the site's components. */
async function types(): Promise<Ran> {
  const started = performance.now();
  const configs = globSync(["sandbox/**/tsconfig*.json", "scripts/tsconfig.json"], {
    cwd: inProject(),
    exclude: ["**/node_modules/**"],
  }).sort();
  const folders = async (): Promise<Ran[]> => {
    const ran: Ran[] = [];
    for (const config of configs) ran.push(await run("tsc", ["-p", config, "--pretty", "false"], { quiet: true }));
    return ran;
  };
  const [ofFolders, ofSite] = await Promise.all([
    folders(),
    run("astro", ["check", "--minimumFailingSeverity", "warning"], { quiet: true }),
  ]);
  const results = [...ofFolders, ofSite];
  const failed = results.filter((result) => result.code !== 0);
  return { code: failed.length > 0 ? 1 : 0, output: failed.map((result) => result.output).join("\n"), ms: performance.now() - started };
}
