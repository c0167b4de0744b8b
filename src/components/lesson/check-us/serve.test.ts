// What "Check us" hands out runs on a machine that has only Node: registration and a whole run, as a server would drive it.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { labIn } from "../../../content/course.ts";
import { readLabs } from "../../../content/labs.ts";
import { checkFiles } from "./check-files.ts";

type Served = { readonly address: string; readonly lines: readonly string[]; stop(): Promise<void> };
const labs = readLabs(process.cwd());
const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one.stop();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

async function serve(lab: string): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "check-us-"));
  const files = checkFiles(labIn({ labs }, lab), { serve: await readFile(join(import.meta.dirname, "serve.ts"), "utf8"), sdk: "*" });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ["serve.ts"], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), ANSWER_AFTER_MS: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  if (!child.stdout) throw new Error("The server has no output.");
  const output = createInterface(child.stdout).on("line", (line) => lines.push(line));
  await once(output, "line");
  const one: Served = {
    address: `http://localhost:${port}/api/inngest`,
    lines,
    async stop() {
      child.kill();
      await rm(folder, { recursive: true });
    },
  };
  served.push(one);
  return one;
}

type Op = { readonly id: string; readonly op: string; readonly data: unknown };

/** Drives one run as a server without checkpointing does (protocol.md 2.1, 2.3): one new step a call. */
async function run(
  address: string,
  fnId: string,
  data: Record<string, unknown>,
): Promise<{ readonly output: unknown; readonly steps: number }> {
  const event = { name: "email/received", data, id: "e1", ts: 0 };
  const steps: Record<string, { data: unknown }> = {};
  for (;;) {
    const stack = Object.keys(steps);
    const ctx = {
      run_id: "r1",
      attempt: 0,
      max_attempts: 5,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack, current: stack.length },
    };
    const reply = await fetch(`${address}?fnId=${fnId}&stepId=step`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ event, events: [event], steps, ctx, version: 2, use_api: false }),
    });
    const body: unknown = await reply.json();
    if (reply.status !== 206) return { output: body, steps: stack.length };
    for (const op of body as readonly Op[]) steps[op.id] = { data: op.data };
  }
}

describe("the files of “Check us”", () => {
  it("register the lab's function with whoever asks", async () => {
    const { address } = await serve("quick-win");
    const reply = await fetch(address, {
      method: "PUT",
      headers: { "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: address }),
    });
    const config = (await reply.json()) as { functions: { id: string }[] };
    expect(config.functions.map(({ id }) => id)).toEqual(["quick-win-greet-customer"]);
  });

  it("carry a run to its end and print each effect on the world with its key", async () => {
    const { address, lines } = await serve("step-run");
    const { steps } = await run(address, "support-answer-email", { from: "mira", thread: "thread-1" });
    const keyed = lines.filter((line) => line.includes("chat.world/messages") && line.includes("key review-"));
    expect([steps, lines.filter((line) => line.startsWith("world ")).length, keyed.length]).toEqual([5, 5, 1]);
  });
});
