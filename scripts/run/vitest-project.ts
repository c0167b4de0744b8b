// One project of the tests, run and counted.
import { mkdirSync, readFileSync } from "node:fs";
import { howToInstall } from "./browser.ts";
import { inProject, run } from "./project.ts";
import { countTests } from "./test-files.ts";

export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };
export const none: Count = { passed: 0, failed: 0, skipped: 0 };

export type VitestRun = {
  readonly long: boolean;
  /** The path of a browser, where there is one. */
  readonly browser: string | undefined;
};

/** One vitest project, counted from its JSON report. A run that broke without a failed test counts as one failure. */
export async function runVitest(project: string, { long, browser }: VitestRun): Promise<Count> {
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

/** The same for a project that needs a browser; without one its tests are skipped, and said so. */
export async function runInBrowser(project: string, pattern: string, options: VitestRun): Promise<Count> {
  if (options.browser !== undefined) return runVitest(project, options);
  console.log(`Skipped. ${howToInstall}`);
  return { ...none, skipped: countTests(pattern) };
}

type Report = { startTime: number; testResults: { status: string; assertionResults: { status: string }[] }[] };

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
