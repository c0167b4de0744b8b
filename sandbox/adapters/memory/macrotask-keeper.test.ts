// The host as a browser runs it: no AsyncLocalStorage, every answer of the controller in a macrotask of its own.
import * as inngest from "inngest";
import { serve } from "inngest/edge";
import { expect, it } from "vitest";
import { createMacrotaskKeeper } from "../../place/context.ts";
import { createHost } from "../../place/host/host.ts";
import type { HostApi, HostNote } from "../../place/ports.ts";
import { createModuleTexts } from "./module-texts.ts";

const files = {
  "work.ts": `import { Inngest } from "inngest";
const inngest = new Inngest({ id: "app", checkpointing: true });
const ask = (what: string) => fetch("https://world/" + what);
export const work = inngest.createFunction({ id: "work", triggers: { event: "demo/work" } }, async ({ event, step }) => {
  const { id } = event.data;
  await ask(id + "/top");
  await step.run("first", async () => {
    await ask(id + "/first");
    await new Promise((ring) => setTimeout(ring, 1));
    await ask(id + "/first");
    console.log(id + "/first");
  });
  await ask(id + "/between");
  await step.run("second", async () => {
    await Promise.all([ask(id + "/second"), ask(id + "/second")]);
    console.log(id + "/second");
  });
  console.log(id + "/end");
  await ask(id + "/end");
});
`,
};

type Asked = readonly [url: string, callId: string | undefined, stepId: string | undefined];

/** Answers come one by one, in an order of their own. */
function createScatteringController(asked: Asked[], notes: HostNote[]): HostApi {
  let turn = 0;
  const later = async <T>(value: T): Promise<T> => {
    turn += 1;
    const rounds = 1 + ((turn * 7) % 4);
    for (let round = 0; round < rounds; round += 1) await new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => setImmediate(() => resolve(value)));
  };
  return {
    wire: () => later({ status: 200, headers: {}, body: "" }),
    world: (_host, request, { callId, stepId }) => {
      if (request.type === "fetch") asked.push([request.url.replace("https://world/", ""), callId, stepId]);
      return later({ type: "fetch", status: 200, headers: {}, body: "" });
    },
    beforeStep: () => later(undefined),
    delay: () => later(undefined),
    note: (_host, note) => void notes.push(note),
    now: () => 0,
  };
}

it("calls that overlap keep their effects and console lines apart, by call and step", async () => {
  const asked: Asked[] = [];
  const notes: HostNote[] = [];
  const texts = createModuleTexts();
  const host = createHost({
    ...texts,
    host: 1,
    controller: createScatteringController(asked, notes),
    keeper: createMacrotaskKeeper(),
    imports: ["inngest"],
    package: () => Promise.reject(new Error("none")),
    inngest,
    serve,
  });
  expect(await host.boot(files)).toEqual({ ok: true, functions: 1 });
  // A call arrives as a message, so each begins in a macrotask of its own too.
  const call = async (id: string, place: number) => {
    for (let turn = 0; turn <= place; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return host.call(
      {
        method: "POST",
        path: "/api/inngest?fnId=app-work&stepId=step",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          version: -1,
          event: { name: "demo/work", data: { id } },
          events: [{ name: "demo/work", data: { id } }],
          steps: {},
          ctx: {
            run_id: id,
            attempt: 0,
            max_attempts: 1,
            fn_id: "f",
            qi_id: "q",
            stack: { stack: [], current: 0 },
            disable_immediate_execution: false,
            use_api: false,
          },
        }),
      },
      `call ${id}`,
    );
  };
  const ids = ["a", "b", "c", "d"];
  expect((await Promise.all(ids.map(call))).map(({ status }) => status)).toEqual([206, 206, 206, 206]);
  const stepOf = (part: string): string | undefined => (part === "first" || part === "second" ? part : undefined);
  const told = (text: string): Asked => [text, `call ${text.split("/")[0]}`, stepOf(text.split("/")[1] ?? "")];
  expect(asked).toEqual(asked.map(([url]) => told(url)));
  expect(asked).toHaveLength(ids.length * 7);
  const lines = notes.filter((note) => note.type === "console");
  expect(lines.map(({ text, callId, stepId }) => [text, callId, stepId])).toEqual(lines.map(({ text }) => told(text)));
  expect(lines).toHaveLength(ids.length * 3);
  texts.forget();
});
