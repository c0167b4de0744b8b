// The built command, as it is installed: one program that starts by itself and loads its parts on demand.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject } from "./project.ts";

const folder = mkdtempSync(join(tmpdir(), "built-"));
const built = join(folder, "engine");
let stop = (): void => {};
let url = "";

/** As whoever starts it has it: no folder for compiled code but its own. */
const { NODE_COMPILE_CACHE: _, ...env } = process.env;

beforeAll(async () => {
  execFileSync(process.execPath, [inProject("scripts/run/build-engine.ts"), built], { stdio: "ignore" });
  const child = spawn(
    process.execPath,
    [join(built, "engine.mjs"), "dev", "--port", "0", "--no-discovery", "--storage", join(folder, "runs.db")],
    {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  stop = () => void child.kill("SIGKILL");
  url = await new Promise((resolve) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const ready = /runs and events at (\S+)/.exec(text)?.[1];
      if (ready !== undefined) resolve(ready);
    });
  });
});

afterAll(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the built engine", () => {
  it("needs nothing but Node: it starts outside of the project and keeps its compiled code", () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(execFileSync(process.execPath, [join(built, "engine.mjs"), "--version"], { cwd: folder, env, encoding: "utf8" })).toMatch(
      /^\d+\.\d+\.\d+\n$/,
    );
    expect(existsSync(join(built, ".compiled"))).toBe(true);
  });

  it("serves the trace interface, whose policy lets nothing in from elsewhere", async () => {
    const page = await fetch(`${url}/`);
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const scripts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.filter((path) => !path.startsWith("/"))).toEqual([]);
    const answers = await Promise.all(scripts.map((path) => fetch(url + path)));
    expect(answers.map(({ status }) => status)).toEqual(scripts.map(() => 200));
  });

  it("loads its other parts when they are asked for: the API with its description, and the agents' tools with the course's text", async () => {
    expect(await (await fetch(`${url}/openapi.json`)).json()).toHaveProperty("openapi");
    expect(await (await fetch(`${url}/trace/runs`)).json()).toEqual({ rows: [], total: 0 });
    const initialize = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const hello = await fetch(`${url}/mcp`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: initialize }),
    });
    expect(await hello.text()).toContain("serverInfo");
    const ask = (params: object): Promise<string> =>
      fetch(`${url}/mcp`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          "mcp-session-id": hello.headers.get("mcp-session-id") ?? "",
          "mcp-protocol-version": "2025-06-18",
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/call", params }),
      }).then((answer) => answer.text());
    expect(await ask({ name: "list_docs", arguments: {} })).toContain("reference/run-the-engine");
  });
});
