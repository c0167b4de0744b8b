// Concept 15: a gate that exists and is wrong, and what a reviewer's click does at each moment.
import { describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/balance/human-gate/";

describe("human gate", () => {
  it("pays both of two waiting requests for one approval while waits are not correlated", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await waiting(lab);
    await lab.press("Run");
    await lab.untilFact("wait.registered", 2);
    await lab
      .request(/^Request /)
      .first()
      .getByRole("button", { name: "Approve", exact: true })
      .click();
    await lab.untilFact("wait.matched", 2);
  });

  it("pays nothing when the reviewer rejects", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await lab.press("Show solution");
    await lab.press("Apply edit");
    await lab.untilFact("host.started");
    await waiting(lab);
    await lab
      .request(/^Request /)
      .first()
      .getByRole("button", { name: "Reject", exact: true })
      .click();
    await lab.until("data-run", "completed");
    expect((await lab.journal("effect")).filter((row) => /refund/i.test(row.text) && /\$/.test(row.text))).toEqual([]);
  });

  it("fails after four hours of silence until the branch for it is written", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await waiting(lab);
    await lab.press("Next wake-up");
    await lab.untilFact("wait.timedout");
  });

  it("loses a click that comes between the notice and the wait", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(4);
    await lab.press("Run");
    await lab.until("data-run", "held");
    await lab
      .request(/^Request /)
      .first()
      .getByRole("button", { name: "Approve", exact: true })
      .click();
    await lab.untilFact("request.decided");
    await lab.press("Next wake-up");
    await lab.until("data-run", "waiting");
    expect((await lab.journal("wait.matched")).length).toBe(0);
  });
});

async function waiting(lab: Lab): Promise<void> {
  await lab.press("Run");
  await lab.until("data-run", "waiting");
}
