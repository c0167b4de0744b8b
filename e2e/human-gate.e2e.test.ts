// A solution that is shown and not written: it solves the act, and says who solved it. What else the gate does is walked by `labs.e2e`.
import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { inSight, Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/balance/human-gate/";

describe("human gate", () => {
  it("solves an act by its shown solution: the click that came before the wait counts, and the goal says by whom", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(4);
    await serve(lab, () => lab.press("Show solution"));
    await lab.press("Run");
    await lab.until("data-run", "held");
    await answer(lab, "Approve");
    await lab.untilFact("request.decided");
    await lab.wakeUntilEnded();
    expect(await lab.run()).toBe("completed");
    expect(await refunds(lab)).toBe(1);
    await lab.untilGoal("human-gate/early-click");
    expect(await lab.goal("human-gate/early-click").getAttribute("data-by")).toBe("solution");
  });
});

describe("human gate at 360 × 640", () => {
  it("is led to the goal of its first act by what is filled alone, which always stands in the bar's row, with the goal above it", async () => {
    const lab = new Lab((await visit(page, { phone: true })).page, "human-gate");
    await lab.root.scrollIntoViewIfNeeded();
    const changes = ["Compare the request ids"];
    for (let presses = 0; (await lab.goal("human-gate/one-of-two").first().getAttribute("data-state")) !== "met"; presses += 1) {
      expect(presses).toBeLessThan(20);
      await follow(lab, changes);
    }
    expect(await inSight(lab.root.getByRole("list", { name: "Goal of this act" }))).toBe(true);
    await follow(lab, changes);
    await lab.root.getByText("act 2 of 4").waitFor();
  });
});

/** Does what is filled: presses it, chooses the other event or the next change, or decides on the card that has opened. */
async function follow(lab: Lab, changes: string[]): Promise<void> {
  const filled = lab.root.locator("[data-filled]").filter({ visible: true });
  await filled.first().waitFor();
  const approve = lab.button("Approve").filter({ visible: true });
  if ((await approve.count()) > 0) {
    const facts = Number(await lab.root.getAttribute("data-facts"));
    await approve.first().click();
    await eventually(
      "a decision in the log",
      async () => Number(await lab.root.getAttribute("data-facts")),
      (now) => now > facts,
    );
    return;
  }
  expect(await inSight(filled.first())).toBe(true);
  const choice = filled.first().getByRole("combobox");
  if ((await choice.count()) === 0) return filled.first().click();
  const [other] = await choice.locator("option:not(:checked)").allTextContents();
  const named = (await choice.getAttribute("aria-label")) === "Change" ? changes.shift() : other;
  await choice.selectOption({ label: named ?? "" });
}

/** Puts a version of the code into service and waits until it serves. */
async function serve(lab: Lab, choose: () => Promise<void>): Promise<void> {
  await choose();
  await lab.press("Apply edit");
  await lab.untilFact("host.started");
}

const refunds = async (lab: Lab): Promise<number> => (await lab.journal("effect")).filter((row) => /refund/i.test(row.text)).length;

async function answer(lab: Lab, name: "Approve" | "Reject"): Promise<void> {
  await lab
    .request(/^Request /)
    .first()
    .getByRole("button", { name, exact: true })
    .click();
}
