// The labs in a few parts, so that the tests' workers share them: a lab needs no test file of its own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellCost } from "../../../scripts/run/proof-cost.ts";
import { labSuite } from "./lab.suite.ts";
import { labSlugs, loadLab } from "./load.ts";

const PARTS = 4;

export async function proveLabs(part: number): Promise<void> {
  const slugs = labSlugs();
  const share = slugs.filter((_, at) => at % PARTS === part);
  for (const slug of share) {
    const loaded = loadLab(slug);
    describe(`lab ${slug}`, () => {
      const before = { cpu: process.cpuUsage() };
      beforeAll(() => void (before.cpu = process.cpuUsage()));
      labSuite(loaded);
      afterAll(() => {
        const { user, system } = process.cpuUsage(before.cpu);
        tellCost("node", slug, (user + system) / 1000);
      });
    });
  }
  it(`part ${part + 1} of ${PARTS} proves its share of the labs`, () => {
    expect(Math.abs(share.length - slugs.length / PARTS)).toBeLessThan(1);
  });
}
