// `npm run check [name …]`: every static check, or those named. All run; the exit code is 1 when one of them found something.
import { build } from "./build.ts";
import { type Check, checks } from "./checks.ts";
import { seconds } from "./project.ts";

export type Checked = { readonly passed: number; readonly failed: number };

export async function runChecks(wanted: readonly Check[]): Promise<Checked> {
  let failed = 0;
  for (const { name, check } of wanted) {
    const { code, output, ms } = await check();
    console.log(`${code === 0 ? "ok  " : "FAIL"} check:${name} (${seconds(ms)})`);
    if (code === 0) continue;
    failed += 1;
    console.log(indent(output));
  }
  return { passed: wanted.length - failed, failed };
}

function indent(output: string): string {
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(0, 80).map((line) => `     ${line}`);
  return lines.length > shown.length ? [...shown, `     … ${lines.length - shown.length} more lines`].join("\n") : shown.join("\n");
}

if (import.meta.main) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`No check is named ${unknown.join(", ")}. There are: ${checks.map((check) => check.name).join(", ")}.`);
    process.exit(2);
  }
  const wanted = names.length === 0 ? checks : checks.filter((check) => names.includes(check.name));
  if (wanted.some((check) => check.of === "site") && (await build({ ifChanged: true })) !== 0) process.exit(1);
  const { failed } = await runChecks(wanted);
  process.exit(failed > 0 ? 1 : 0);
}
