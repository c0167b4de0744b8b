// Changed code under a run on its way, with the unmodified SDK: what is told, in both modes.
import { afterEach, describe, expect, it } from "vitest";
import type { Fact, FactType } from "../../log/facts.ts";
import { isObservation } from "../../log/families.ts";
import { createCodeChanges } from "../../place/controller/code-changes.ts";
import { filesOf, openKit, type Kit } from "./lab.kit.ts";

let kit: Kit;
afterEach(() => kit.session.dispose());

const work = (body: string) => `import { inngest } from "./client.ts";
export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" } }, async ({ step }) => {
${body}
});
`;
const step = (id: string) => `  await step.run("${id}", () => "${id}");`;
const sleep = '  await step.sleep("night", "1d");';
const body = (...lines: readonly string[]) => work(lines.join("\n"));

/** A run that sleeps under the old code and wakes under the new. */
async function change(checkpointing: boolean, before: string, after: string, end: FactType = "run.completed") {
  kit = await openKit(before, { checkpointing });
  await kit.run();
  await kit.session.deploy(filesOf(after), "learner");
  await kit.settle();
  await kit.next();
  await kit.settle();
  if (end === "run.cancelled") await kit.engine().cancel((await kit.all("run.created"))[0]?.runId ?? "");
  expect(await kit.all(end)).toHaveLength(1);
}

const TOLD: readonly FactType[] = ["step.unasked", "step.inserted", "step.moved", "step.counted"];

const told = async () =>
  (await kit.log()).flatMap((fact) => {
    switch (fact.type) {
      case "step.unasked":
        return [`${fact.stepId} unasked`];
      case "step.inserted":
        return [`${fact.stepId} before ${fact.before}`];
      case "step.moved":
        return [`${fact.stepId} after ${fact.after}`];
      case "step.counted":
        return [`${fact.stepId} by count`];
      default:
        return [];
    }
  });

const old = body(step("a"), step("b"), sleep, step("c"));

describe.each([{ checkpointing: true }, { checkpointing: false }])(
  "new code in a run on its way, checkpointing $checkpointing",
  ({ checkpointing }) => {
    it("that is the same but for a value tells nothing", async () => {
      await change(checkpointing, old, `${old}// anew\n`);
      expect(await told()).toEqual([]);
    });

    it("that is the same, with branches that ran side by side, tells nothing", async () => {
      const branch = (...ids: readonly string[]) =>
        `(async () => { ${ids.map((id) => `await step.run("${id}", () => "${id}");`).join(" ")} })()`;
      const both = body(`  await Promise.all([${branch("a1", "a2", "a3")}, ${branch("b1", "b2")}]);`, sleep, step("c"));
      await change(checkpointing, both, `${both}// anew\n`);
      expect(await told()).toEqual([]);
    });

    it("that renames a step runs it again under its new name; its record is never asked for", async () => {
      await change(checkpointing, old, body(step("a"), step("b2"), sleep, step("c")));
      expect(await told()).toEqual(["b2 before night", "b unasked"]);
      expect((await kit.all("step.completed")).map(({ stepId }) => stepId)).toEqual(["a", "b", "b2", "c"]);
    });

    it("that inserts a step does it before work that is done", async () => {
      await change(checkpointing, old, body(step("a"), step("new"), step("b"), sleep, step("c")));
      expect(await told()).toEqual(["new before b"]);
    });

    it("that adds a step at the end tells nothing", async () => {
      await change(checkpointing, old, body(step("a"), step("b"), sleep, step("c"), step("d")));
      expect(await told()).toEqual([]);
    });

    it("that swaps two steps is answered from their records, in the other order", async () => {
      await change(checkpointing, old, body(step("b"), step("a"), sleep, step("c")));
      expect(await told()).toEqual(["a after b"]);
      expect((await kit.all("step.completed")).map(({ stepId }) => stepId)).toEqual(["a", "b", "c"]);
    });

    it("that reorders items under one name gets each other's results, matched by count", async () => {
      const items = (list: string) =>
        body(`  const got = []; for (const item of ${list}) got.push(await step.run("charge", () => item));`, sleep, "  return got;");
      await change(checkpointing, items('["ada", "bob"]'), items('["bob", "ada"]'));
      expect(await told()).toEqual(["charge by count"]);
      expect(await kit.all("run.completed")).toMatchObject([{ output: ["ada", "bob"] }]);
    });

    it("that renames a step and then fails has gone past the old one; what it has not come to tells nothing", async () => {
      const fails = `  await step.run("c", () => { throw new NonRetriableError("no"); });`;
      const after = `import { NonRetriableError } from "inngest";\n${body(step("a2"), step("b"), sleep, fails, step("d"))}`;
      await change(checkpointing, body(step("a"), step("b"), sleep, step("c")), after, "run.failed");
      expect(await told()).toEqual(["a2 before b", "a unasked"]);
    });

    it("that renames a step of a run that is cancelled later has gone past the old one", async () => {
      const after = body(step("a2"), step("b"), sleep, '  await step.sleep("longer", "9d");');
      await change(checkpointing, old, after, "run.cancelled");
      expect(await told()).toEqual(["a2 before b", "a unasked"]);
    });

    it("is told by observations, which follow from the rest of the log and are told once (L11, L12)", async () => {
      await change(checkpointing, old, body(step("a"), step("b2"), sleep, step("c")));
      const log = await kit.log();
      const isTold = ({ type }: Fact) => TOLD.includes(type);
      const [again, whole] = [createCodeChanges(), createCodeChanges()];
      for (const fact of log.filter((each) => !isTold(each))) again.see(fact);
      for (const fact of log) whole.see(fact);
      expect(log.filter(isTold)).toMatchObject(again.take());
      expect(log.filter(isTold).every(isObservation)).toBe(true);
      expect(whole.take()).toEqual([]);
    });
  },
);
