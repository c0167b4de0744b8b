// `npm test`: the static checks, the build, the tests in Node, the tests in a browser, the journeys on the built site, and some of
// them in Firefox and WebKit. Everything runs, whatever fails before; the last line is the count. Without a browser its tests are
// skipped, and said so.
// Each stage's time is told beside its share of the budget (`budget.ts`).
import { build } from "./build.ts";
import { findOrInstallBrowser, howToInstall } from "./browser.ts";
import { shareMs, sizeNow } from "./budget.ts";
import { runChecks } from "./check.ts";
import { checks } from "./checks.ts";
import { findOthers, notRun } from "./other-browsers.ts";
import { timeWork } from "./pace.ts";
import { run, seconds } from "./project.ts";
import { type Count, none, runInBrowser, runVitest } from "./vitest-project.ts";

type Stage = { readonly name: string; readonly count: Count; readonly ms: number; readonly shareMs: number | undefined };

const long = process.argv.includes("--long");
const began = Number(process.argv.find((arg) => arg.startsWith("--began="))?.slice("--began=".length) ?? Date.now());
const size = sizeNow();
const stages: Stage[] = [];
let workMs = timeWork();

async function stage(name: string, work: () => Promise<Count>, started = Date.now()): Promise<void> {
  console.log(`\n== ${name}`);
  const count = await work();
  const ms = Date.now() - started;
  const before = workMs;
  workMs = timeWork();
  stages.push({ name, count, ms, shareMs: shareMs(name, size, (before + workMs) / 2) });
}

const checked = (of: "sources" | "site") => async (): Promise<Count> => ({
  ...(await runChecks(checks.filter((check) => check.of === of))),
  skipped: 0,
});
const counted = async (ended: Promise<number>): Promise<Count> => ((await ended) === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 });
const bench = async (): Promise<number> => (await run("node", ["scripts/bench/all.ts", "--write"], { env: { LONG: "1" } })).code;

let browser: string | undefined;
// The packages are there already: the time is counted from before.
await stage("install", async () => ((browser = findOrInstallBrowser()), none), began);
const options = { long, browser };
await stage("static checks", checked("sources"));
await stage("build", () => counted(build({ ifChanged: true })));
await stage("site checks", checked("site"));
await stage("tests in Node", () => runVitest("node", options));
await stage("tests in the browser", () => runInBrowser("browser", "sandbox/**/*.browser.test.ts", options));
await stage("journeys", () => runInBrowser("e2e", "e2e/**/*.e2e.test.ts", options));
await stage("in Firefox and WebKit", () => runVitest("browsers", options));
if (long) await stage("measurements", () => counted(bench()));

function line({ name, count: { passed, failed, skipped }, ms, shareMs: share }: Stage): string {
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const spent = share === undefined || long ? seconds(ms) : `${seconds(ms)} of ${seconds(share)}${ms > share ? ", over its share" : ""}`;
  return `${failed > 0 ? "FAIL" : "ok  "} ${name.padEnd(22)} ${counts.padEnd(36)} (${spent})`;
}

const sum = (of: keyof Count): number => stages.reduce((all, { count }) => all + count[of], 0);
console.log(`\n== summary`);
for (const each of stages) console.log(line(each));
if (browser === undefined) console.log(`\nThe browser tests did not run. ${howToInstall}`);
for (const sentence of notRun(findOthers())) console.log(`\n${sentence}`);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
