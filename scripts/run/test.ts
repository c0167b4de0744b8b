// `npm test`: the static checks, the build, the tests in Node, the tests in a browser, the journeys on the built site.
// Everything runs, whatever fails before; the last line is the count. Without a browser its tests are skipped, and said so.
import { mkdirSync, readFileSync } from "node:fs";
import { build } from "./build.ts";
import { findOrInstallBrowser, howToInstall } from "./browser.ts";
import { runChecks } from "./check.ts";
import { checks } from "./checks.ts";
import { inProject, run, seconds } from "./project.ts";
import { countTests } from "./test-files.ts";

type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };
type Stage = { readonly name: string; readonly count: Count; readonly ms: number };

const long = process.argv.includes("--long");
const stages: Stage[] = [];
const none: Count = { passed: 0, failed: 0, skipped: 0 };

async function stage(name: string, work: () => Promise<Count>): Promise<void> {
  console.log(`\n== ${name}`);
  const started = performance.now();
  stages.push({ name, count: await work(), ms: performance.now() - started });
}

/** One vitest project, counted from its JSON report. A run that broke without a failed test counts as one failure. */
async function vitest(project: string, browser: string | undefined): Promise<Count> {
  const report = inProject(".cache", `report-${project}.json`);
  mkdirSync(inProject(".cache"), { recursive: true });
  const env = { ...(long ? { LONG: "1" } : {}), ...(browser ? { CHROMIUM_PATH: browser } : {}) };
  const before = Date.now();
  const { code } = await run(
    "vitest",
    ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { env },
  );
  const count = readReport(report, before);
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function readReport(file: string, since: number): Count {
  try {
    const { startTime, testResults } = JSON.parse(readFileSync(file, "utf8")) as Report;
    if (startTime < since - 1000) return none;
    const states = testResults.flatMap((result) => result.assertionResults.map((test) => test.status));
    const broken = testResults.filter((result) => result.status === "failed" && result.assertionResults.length === 0).length;
    const count = (...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length;
    return { passed: count("passed"), failed: count("failed") + broken, skipped: count("pending", "skipped", "todo", "disabled") };
  } catch {
    return none;
  }
}

type Report = { startTime: number; testResults: { status: string; assertionResults: { status: string }[] }[] };

async function inBrowser(project: string, pattern: string, browser: string | undefined): Promise<Count> {
  if (browser !== undefined) return vitest(project, browser);
  console.log(`Skipped. ${howToInstall}`);
  return { ...none, skipped: countTests(pattern) };
}

const browser = findOrInstallBrowser();
await stage("static checks", async () => ({ ...(await runChecks(checks.filter((check) => check.of === "sources"))), skipped: 0 }));
await stage("build", async () => ((await build({ ifChanged: true })) === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }));
await stage("site checks", async () => ({ ...(await runChecks(checks.filter((check) => check.of === "site"))), skipped: 0 }));
await stage("tests in Node", () => vitest("node", browser));
await stage("tests in the browser", () => inBrowser("browser", "sandbox/**/*.browser.test.ts", browser));
await stage("journeys", () => inBrowser("e2e", "e2e/**/*.e2e.test.ts", browser));
if (long) await stage("measurements", bench);

async function bench(): Promise<Count> {
  const { code } = await run("node", ["scripts/bench/all.ts", "--write"], { env: { LONG: "1" } });
  return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
}

const total = stages.reduce((sum, { count }) => add(sum, count), none);

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

console.log("\n== summary");
for (const { name, count, ms } of stages) {
  console.log(
    `${count.failed > 0 ? "FAIL" : "ok  "} ${name.padEnd(22)} ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped (${seconds(ms)})`,
  );
}
if (browser === undefined) console.log(`\nThe browser tests did not run. ${howToInstall}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
