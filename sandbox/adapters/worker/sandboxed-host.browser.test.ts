// The iframe sandbox and its hosts, without an engine: what learner code may and may not do there, and how it ends.
import { bundles } from "virtual:lab-bundles";
import { afterEach, describe, expect, test } from "vitest";
import type { HostApi, HostNote } from "../../place/ports.ts";
import type { Files } from "../../session/lab-session.ts";
import { type SandboxFrame, openSandboxFrame } from "./sandbox-frame.ts";
import { type SandboxedHosts, createSandboxedHosts, type Gone } from "./sandboxed-host.ts";

const opened: SandboxFrame[] = [];
afterEach(() => opened.splice(0).forEach((frame) => frame.dispose()));

const client = `import { Inngest } from "inngest";\nexport const inngest = new Inngest({ id: "app" });\n`;
const functionWith = (body: string): Files => ({
  "client.ts": client,
  "main.ts": `import { inngest } from "./client";
export const main = inngest.createFunction({ id: "main", triggers: [{ event: "go" }] }, async ({ step }) => {
  ${body}
});`,
});

/** An iframe sandbox with hosts, whose controller answers at once and keeps what it hears. */
async function openHosts(over: Partial<HostApi> = {}) {
  const text = fetch(bundles.host ?? "").then((response) => response.text());
  const frame = await openSandboxFrame(new Map([["host", text]]));
  opened.push(frame);
  const notes: HostNote[] = [];
  const said = (): string[] => notes.flatMap((note) => (note.type === "console" ? [note.text] : []));
  let tellGone = (_gone: Gone): void => {};
  const gone = new Promise<Gone>((resolve) => (tellGone = resolve));
  const controller: HostApi = {
    wire: () => Promise.resolve({ status: 200, headers: {}, body: "{}" }),
    world: () => Promise.resolve({ type: "rows", rows: [], rowCount: 0 }),
    beforeStep: () => Promise.resolve(),
    delay: () => Promise.resolve(),
    note: (_host, note) => notes.push(note),
    now: () => Date.parse("2026-01-01T00:00:00Z"),
    ...over,
  };
  const hosts: SandboxedHosts = createSandboxedHosts({
    supervisor: { ...frame, serving: () => {}, ping: () => Promise.resolve() },
    living: { lastKey: 0, serving: undefined },
    imports: ["inngest"],
    controller: () => controller,
    gone: async (how) => tellGone(how),
  });
  frame.onBroken((key, message) => hosts.broke(key, message));
  return { hosts, notes, said, gone };
}

/** A call as the engine makes it, in the mode without checkpoints (protocol.md 2.1). */
const callMain = (hosts: SandboxedHosts, stepId = "step") =>
  hosts.call(
    {
      method: "POST",
      path: `/api/inngest?fnId=app-main&stepId=${stepId}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        version: 2,
        event: { name: "go", data: {}, id: "e1", ts: 1 },
        events: [{ name: "go", data: {}, id: "e1", ts: 1 }],
        steps: {},
        ctx: { run_id: "r1", attempt: 0, disable_immediate_execution: false, use_api: false, stack: { stack: [], current: 0 } },
      }),
    },
    "c1",
  );

describe("a host in the iframe sandbox", () => {
  test("serves the learner's functions through the unmodified SDK", async () => {
    const { hosts, notes } = await openHosts();
    expect(await hosts.start(1, functionWith(`return step.run("hello", () => "hi");`))).toEqual({ ok: true, functions: 1 });
    const reply = await callMain(hosts);
    expect(reply.status).toBe(206);
    expect(JSON.parse(reply.body)).toMatchObject([{ op: "StepRun", data: "hi" }]);
    expect(notes.map((note) => note.type)).toEqual(["handler.entered", "step.started", "handler.left"]);
  });

  test("has no network, no storage and no eval", async () => {
    const { hosts, said } = await openHosts();
    const probe = `const tried = async (name: string, go: () => unknown) => {
    try { await go(); console.log(name + " allowed"); } catch (error) { console.log(name + " denied"); }
  };
  const here = globalThis as any;
  await tried("fetch", () => here.fetch("${location.origin}/"));
  await tried("socket", () => new Promise((ok, no) => { const s = new here.WebSocket("wss://example.com"); s.onopen = ok; s.onerror = no; }));
  await tried("database", () => new Promise((ok, no) => { const r = here.indexedDB.open("x"); r.onsuccess = ok; r.onerror = no; }));
  await tried("caches", () => here.caches.open("x"));
  await tried("eval", () => here.eval("1"));
  await tried("function", () => new here.Function("return 1")());
  await tried("import", () => here.eval && import("./client"));
  await tried("page", () => here.parent.document);`;
    await hosts.start(1, functionWith(probe));
    await callMain(hosts);
    expect(said()).toEqual([
      "fetch denied",
      "socket denied",
      "database denied",
      "caches denied",
      "eval denied",
      "function denied",
      "import allowed",
      "page denied",
    ]);
  });

  test("names file, line and column of a syntax error", async () => {
    const { hosts } = await openHosts();
    const up = await hosts.start(1, { ...functionWith("return 1;"), "broken.ts": "export const a = 1;\nexport const b = (;\n" });
    expect(up).toMatchObject({ ok: false, place: { file: "broken.ts", line: 2 } });
  });

  test("names file and line of an error thrown while loading", async () => {
    const { hosts } = await openHosts();
    const up = await hosts.start(1, {
      ...functionWith("return 1;"),
      "late.ts": `const a = 1;\nthrow new Error("not today " + a);\nexport {};\n`,
    });
    expect(up).toMatchObject({ ok: false, place: { file: "late.ts", line: 2 } });
    expect(up.ok ? "" : up.message).toContain("not today 1");
  });

  test("has two parallel steps open at the same time", async () => {
    let openSteps = 0;
    let most = 0;
    const bothOpen = Promise.withResolvers<void>();
    const { hosts } = await openHosts({
      delay: async () => {
        most = Math.max(most, ++openSteps);
        if (openSteps === 2) bothOpen.resolve();
        await bothOpen.promise;
        openSteps -= 1;
      },
    });
    const wait = `(name: string) => step.run(name, () => new Promise((go) => setTimeout(() => go(name), 50)))`;
    await hosts.start(1, functionWith(`return Promise.all(["a", "b"].map(${wait}));`));
    const plan = JSON.parse((await callMain(hosts)).body) as { id: string }[];
    await Promise.all(plan.map(({ id }) => callMain(hosts, id)));
    expect(most).toBe(2);
  });

  test("dies in the middle of a step: its call is rejected and nothing of it is heard again", async () => {
    const { hosts, notes } = await openHosts({ delay: () => new Promise(() => {}) });
    await hosts.start(1, functionWith(`return step.run("long", () => new Promise((go) => setTimeout(go, 1000)));`));
    const call = callMain(hosts);
    await expect.poll(() => notes.some((note) => note.type === "step.started")).toBe(true);
    hosts.kill();
    await expect(call).rejects.toMatchObject({ code: "host-died" });
    await expect(callMain(hosts)).rejects.toMatchObject({ code: "host-died" });
    expect(await hosts.start(2, functionWith("return 2;"))).toMatchObject({ ok: true });
  });

  test("is contained when it runs for ever, while the page goes on", async () => {
    const { hosts, gone } = await openHosts();
    await hosts.start(1, functionWith("for (;;) {}"));
    let frames = 0;
    const count = (): void => void ((frames += 1), requestAnimationFrame(count));
    count();
    const call = callMain(hosts);
    await expect(call).rejects.toMatchObject({ code: "host-died" });
    expect(await gone).toMatchObject({ host: 1, why: "no-answer" });
    expect(frames).toBeGreaterThan(10);
  });

  test("is contained when it allocates without end", async () => {
    const { hosts, gone } = await openHosts();
    await hosts.start(1, functionWith("const all: unknown[] = []; for (;;) all.push(new Float64Array(1e6));"));
    // Whichever comes first: the watchdog, or the browser refusing more memory, which fails the call.
    const failed = callMain(hosts).then(({ status }) => status >= 400);
    expect(await Promise.race([gone.then(() => true), failed.catch(() => true)])).toBe(true);
    expect(await hosts.start(2, functionWith("return 2;"))).toMatchObject({ ok: true });
  });

  test("is stopped when a file never finishes loading, and says so", async () => {
    const { hosts } = await openHosts();
    const up = await hosts.start(1, { ...functionWith("return 1;"), "stuck.ts": "for (;;) {}\nexport {};\n" });
    expect(up).toMatchObject({ ok: false });
    expect(up.ok ? "" : up.message).toMatch(/^stuck\.ts .* runs for ever/);
  });
});
