// Which test files start first. One that takes long and starts last keeps one processor at work while the others idle; Vitest knows
// from earlier runs which those are, and on a fresh clone nobody has run any.
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files and folders whose tests start processes, press a whole lab, or walk all pages; the longest first. */
const LONGEST = [
  "e2e/pages.e2e.test.ts",
  "e2e/webcontainer.e2e.test.ts",
  "e2e/labs.e2e.test.ts",
  "sandbox/conformance/webcontainer-place.test.ts",
  "sandbox/conformance/worker-place.browser.test.ts",
  "sandbox/adapters/node/crash/",
  "sandbox/labs/",
  "sandbox/conformance/http-",
  "sandbox/adapters/webcontainer/container-lab.test.ts",
  "sandbox/adapters/node/cli/",
] as const;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a.moduleId) - rank(b.moduleId));
  }
}

function rank(file: string): number {
  const found = LONGEST.findIndex((part) => file.includes(`/${part}`));
  return found < 0 ? LONGEST.length : found;
}
