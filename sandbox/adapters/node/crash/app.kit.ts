// The app under the crash tests, a process of its own that lives on: the unmodified SDK, Node's server, and functions whose every
// step body writes one line to a file of the app's own, before it does anything else. That file is what really happened.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";

const [diary = "", engine = ""] = process.argv.slice(2);
const client = new Inngest({ id: "crash", baseUrl: engine, isDev: true, logger: { debug() {}, info() {}, warn() {}, error() {} } });

/** A step's body: what it did stands in the diary; it takes a moment, so that it can be in flight. */
function body(runId: string, stepId: string, ms = 2): () => Promise<string> {
  return async () => {
    appendFileSync(diary, `${runId} ${stepId}\n`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    return `${stepId} done`;
  };
}

const sequence = client.createFunction({ id: "sequence", triggers: [{ event: "crash/sequence" }] }, async ({ runId, step }) => {
  const done: string[] = [];
  for (const id of ["one", "two", "three", "four", "five"]) done.push(await step.run(id, body(runId, id)));
  return done;
});

const sleeper = client.createFunction({ id: "sleeper", triggers: [{ event: "crash/sleeper" }] }, async ({ event, runId, step }) => {
  await step.run("before", body(runId, "before"));
  await step.sleep("sleep", `${Number(event.data["ms"])}ms`);
  return [await step.run("after", body(runId, "after"))];
});

const fan = client.createFunction({ id: "fan", triggers: [{ event: "crash/fan" }] }, async ({ runId, step }) => {
  const both = await Promise.all([step.run("left", body(runId, "left", 6)), step.run("right", body(runId, "right"))]);
  return [...both, await step.run("join", body(runId, "join"))];
});

const child = client.createFunction({ id: "child", triggers: [{ event: "crash/child" }] }, async ({ runId, step }) =>
  step.run("work", body(runId, "work")),
);
const parent = client.createFunction({ id: "parent", triggers: [{ event: "crash/parent" }] }, async ({ runId, step }) => {
  const first = await step.run("first", body(runId, "first"));
  return [first, await step.invoke("ask", { function: child, data: {} })];
});

/** Its second step fails the first time that it is tried. */
const flaky = client.createFunction({ id: "flaky", triggers: [{ event: "crash/flaky" }] }, async ({ runId, step, attempt }) => {
  await step.run("steady", body(runId, "steady"));
  return [
    await step.run("flaky", async () => {
      const done = await body(runId, "flaky")();
      if (attempt === 0) throw new Error("the first try fails");
      return done;
    }),
  ];
});

const server = createServer(serve({ client, functions: [sequence, sleeper, fan, child, parent, flaky] }));
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit());
