// A lab in use: what stands on the screen while a run is held, crashed, asleep, waiting, completed.
import { describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Lab } from "./lab.ts";
import { useBrowser, type Visit, visit } from "./site.ts";

useBrowser();

/** Violations of a run on its way from the first press to its end, by the state in which they were seen. */
async function alongARun(options: Visit): Promise<string[]> {
  const { page } = await visit("/start/quick-win/", options);
  const lab = new Lab(page, "quick-win");
  const found: string[] = [];
  const look = async (state: string): Promise<void> => void found.push(...(await violations(page)).map((what) => `${state}: ${what}`));
  await lab.act(2);
  await lab.press("Run");
  await lab.until("data-run", "sleeping");
  await look("asleep");
  await lab.press("Crash host");
  await lab.until("data-state", "crashed");
  await look("crashed");
  await lab.press("Start host");
  await lab.until("data-state", "settled");
  await lab.press("Next wake-up");
  await lab.until("data-run", "completed");
  await look("completed");
  return found;
}

describe("a lab in use has no accessibility violation", () => {
  it("light", async () => {
    expect(await alongARun({ theme: "light" })).toEqual([]);
  });

  it("dark", async () => {
    expect(await alongARun({ theme: "dark" })).toEqual([]);
  });

  it("on a phone", async () => {
    expect(await alongARun({ phone: true })).toEqual([]);
  });

  it("with a reviewer's request and an editor open", async () => {
    const { page } = await visit("/balance/human-gate/", { theme: "dark" });
    const lab = new Lab(page, "human-gate");
    await lab.press("Run");
    await lab.until("data-run", "waiting");
    await lab.press("Edit code");
    expect(await violations(page)).toEqual([]);
  });
});
