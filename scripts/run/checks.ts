// The static checks, by name. Each is one program, or one of our own that looks at the files.
import { globSync } from "node:fs";
import { join } from "node:path";
import { materialize, undeclared, VARIANTS } from "../../sandbox/labs/proof/materialize.ts";
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
  {
    name: "types",
    of: "sources",
    programs: [typesOfFolders, typesOfVariants, program("astro", "check", "--minimumFailingSeverity", "warning")],
  },
  { name: "format", of: "sources", programs: [program("prettier", "--check", "--log-level", "warn", ".")] },
  { name: "spelling", of: "sources", programs: [program("cspell", "lint", "--no-progress", "--no-summary", "--gitignore", ".")] },
  { name: "dead", of: "sources", programs: [program("knip", "--no-progress")] },
  { name: "lint", of: "sources", programs: [program("oxlint", "--deny-warnings", "."), lintOfVariants] },
  { name: "links", of: "site", programs: [deadLinks] },
  { name: "sizes", of: "site", programs: [program("size-limit")] },
];

/** Every tsconfig of the project on its own, so that a folder sees only the globals that exist where its code runs. One process
 * for all, which reads the declarations that they share once. Forced: what TypeScript remembers misses a package that was replaced. */
function typesOfFolders(): Promise<Ran> {
  const configs = globSync(["sandbox/**/tsconfig*.json", "scripts/tsconfig.json"], {
    cwd: inProject(),
    // Learners' files are compiled as whole variants.
    exclude: ["**/node_modules/**", "sandbox/labs/tsconfig.*.json", "sandbox/labs/[0-9]*/**"],
  }).sort();
  return run("tsc", ["--build", "--force", "--pretty", "false", ...configs], { quiet: true });
}

/** Every variant of every lab as whole files; once for all who look at them. */
let materialized: Promise<number> | undefined;
const variants = (): Promise<number> => (materialized ??= materialize());

/** What the compiler says of a variant is told at the edit that made the line; a type error that a variant declares is owed. */
async function typesOfVariants(): Promise<Ran> {
  await variants();
  const ran = await run("tsc", ["-p", "sandbox/labs/tsconfig.variants.json", "--noEmit", "--pretty", "false"], { quiet: true });
  const wrong = undeclared(ran.output);
  return { ...ran, code: wrong.length > 0 ? 1 : 0, output: wrong.join("\n") };
}

/** File by file: of a folder that git ignores the linter sees none. */
async function lintOfVariants(): Promise<Ran> {
  await variants();
  const files = globSync("**/*.ts", { cwd: VARIANTS }).map((file) => join(VARIANTS, file));
  return run("oxlint", ["--deny-warnings", "--no-ignore", ...files], { quiet: true });
}
