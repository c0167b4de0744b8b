// Concept 6: what a crash repeats, what it does not, and the message that goes out twice although every line is in a step.
import { describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { useBrowser, visit } from "./site.ts";

useBrowser();
const page = "/reflexes/step-run/";

describe("step.run", () => {
  it("that is recorded is not executed again when the host is crashed before a later effect: one model call is paid", async () => {
    const lab = new Lab((await visit(page)).page, "step-run");
    await lab.act(2);
    await lab.choose("Change", /A step for the agent/);
    await lab.press("Apply edit");
    await lab.untilFact("host.started");
    await lab.press("Run");
    await lab.until("data-run", "held");
    await lab.press("Crash host");
    await lab.until("data-state", "crashed");
    await lab.press("Start host");
    await lab.wakeUntilEnded();
    const started = (await lab.journal("step.started")).filter((row) => row.text.includes("run-agent"));
    expect(started.length).toBe(1);
    expect((await lab.journal("cost")).length).toBe(1);
  });

  it("sends the message twice when the acknowledgement is lost after the effect", async () => {
    const lab = new Lab((await visit(page)).page, "step-run");
    await lab.act(3);
    await lab.choose("Crash at", /after effect|record|acknowledge/i);
    await lab.press("Arm crash");
    await lab.press("Run");
    await lab.until("data-state", "crashed");
    await lab.press("Start host");
    await lab.wakeUntilEnded();
    const posted = (await lab.journal("effect")).filter((row) => /message|slack|posted/i.test(row.text));
    expect(posted.length).toBe(2);
  });

  it("enters the function once per step with checkpointing off, and once in all with it on", async () => {
    const lab = new Lab((await visit(page)).page, "step-run");
    await lab.act(4);
    await lab.press("Run");
    await lab.wakeUntilEnded();
    expect((await lab.journal("handler.entered")).length).toBe(1);
    await lab.toggle("Checkpointing");
    await lab.press("Run");
    await lab.untilFact("run.completed", 2);
    expect((await lab.journal("handler.entered")).length).toBe(1 + 6);
  });
});
