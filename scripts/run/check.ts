// `npm run check [name …]`: every static check, or those named. All run; the exit code is 1 when one of them found something.
import { availableParallelism } from "node:os";
import { build } from "./build.ts";
import { type Check, checks } from "./checks.ts";
import { seconds } from "./project.ts";

export type Checked = { readonly passed: number; readonly failed: number };

/** Runs the programs of all these checks, as many at a time as there are processors; tells of each check when it has ended. */
export async function runChecks(wanted: readonly Check[]): Promise<Checked> {
  const turns = limitTo(availableParallelism());
  const results = wanted.map(async ({ name, programs }) => {
    const ran = await Promise.all(programs.map((program) => turns(program)));
    const failed = ran.filter(({ code }) => code !== 0);
    console.log(`${failed.length === 0 ? "ok  " : "FAIL"} check:${name} (${seconds(Math.max(...ran.map(({ ms }) => ms)))})`);
    for (const { output } of failed) console.log(indent(output));
    return failed.length === 0;
  });
  const passed = (await Promise.all(results)).filter(Boolean).length;
  return { passed, failed: wanted.length - passed };
}

/** Starts work in the order in which it is handed over, at most so many pieces at a time. */
function limitTo(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= count) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
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
