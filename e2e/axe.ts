// What a checker of accessibility finds wrong with a page as it stands.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";

/** Each violation with its place. Frames of another origin are left out, as a lab's iframe sandbox, which shows nothing: to collect from them
 * takes a page more and three times as long. */
export async function violations(page: Page): Promise<string[]> {
  const checker = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations: all } = await checker.analyze();
  return all.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(" ")}`));
}
