// A solution that is shown and not written: it solves the act, and says who solved it. What else the gate does is walked by `labs.e2e`.
import { describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
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
