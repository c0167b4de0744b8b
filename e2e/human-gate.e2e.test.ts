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
    await answer(lab, "Approve");
    await lab.untilFact("wait.matched", 2);
  });

  it("pays once when the reviewer approves, also when the host died while the run waited", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await serve(lab, () => lab.choose("Change", /branch of its own/));
    await waiting(lab);
    const entered = (await lab.journal("handler.entered")).length;
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    await lab.press("Start host");
    await lab.until("data-state", "settled");
    expect((await lab.journal("handler.entered")).length).toBe(entered);
    await answer(lab, "Approve");
    await lab.until("data-run", "completed");
    expect((await lab.journal("wait.matched")).length).toBe(1);
    expect(await refunds(lab)).toBe(1);
  });

  it("pays nothing when the reviewer rejects", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await serve(lab, () => lab.choose("Change", /branch of its own/));
    await waiting(lab);
    await answer(lab, "Reject");
    await lab.until("data-run", "completed");
    expect(await refunds(lab)).toBe(0);
  });

  it("ends by its own branch after four hours of silence", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await serve(lab, () => lab.choose("Change", /branch of its own/));
    await waiting(lab);
    await lab.press("Next wake-up");
    await lab.until("data-run", "completed");
    expect((await lab.journal("wait.timedout")).length).toBe(1);
    expect(await refunds(lab)).toBe(0);
  });

  it("fails after four hours of silence where the branch for it is missing", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(3);
    await waiting(lab);
    await lab.wakeUntilEnded();
    expect(await lab.run()).toBe("failed");
    expect((await lab.journal("wait.timedout")).length).toBe(1);
  });

  it("loses a click that comes between the notice and the wait", async () => {
    const lab = new Lab((await visit(page)).page, "human-gate");
    await lab.act(4);
    await lab.press("Run");
    await lab.until("data-run", "held");
    await answer(lab, "Approve");
    await lab.untilFact("request.decided");
    await lab.press("Next wake-up");
    await lab.until("data-run", "waiting");
    expect((await lab.journal("wait.matched")).length).toBe(0);
  });

  it("counts that click once wait and notice stand together", async () => {
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

async function waiting(lab: Lab): Promise<void> {
  await lab.press("Run");
  await lab.until("data-run", "waiting");
}
