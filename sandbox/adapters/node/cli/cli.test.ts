// The command as somebody meets it: real processes, real ports, what they print and how they end.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { portOwner } from "./port-owner.ts";

const ENTRY = join(import.meta.dirname, "entry.ts");
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
const folders: string[] = [];
const running: ChildProcess[] = [];
const closing: (() => void)[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  for (const close of closing.splice(0)) close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "engine-"));
  folders.push(made);
  return made;
}

type Command = {
  readonly child: ChildProcess;
  readonly text: () => string;
  /** Resolves once this is printed; rejects when the command ends without. */
  shows(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
};

function command(args: readonly string[], cwd = folder()): Command {
  return watch(spawn(process.execPath, [ENTRY, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] }));
}

function watch(child: ChildProcess): Command {
  running.push(child);
  let text = "";
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const look of looking) look();
    });
  const ended = once(child, "close").then(([code]: unknown[]) => code as number | null);
  return {
    child,
    text: () => text,
    ended,
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found[1] ?? found[0]);
        };
        looking.add(look);
        look();
        void ended.then((code) => reject(new Error(`It ended with ${code} and printed: ${text}`)));
      }),
  };
}

const dev = (...flags: readonly string[]): Command => command(["dev", "--port", "0", "--no-discovery", ...flags]);
const urlOf = (engine: Command): Promise<string> => engine.shows(/runs and events at (\S+)/);

async function app(listener: RequestListener, port = 0): Promise<{ readonly url: string; readonly port: number }> {
  const server = createServer(listener).listen(port, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => (server.closeAllConnections(), server.close()));
  const found = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${found}/api/inngest`, port: found };
}

const registering =
  (functions: readonly object[]): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "x-inngest-sdk": "js:v4", "x-inngest-sync-kind": "in_band" });
    response.end(JSON.stringify({ app_id: "shop", url: "http://x.test/", sdk: "js:v4", functions }));
  };

describe("the command", () => {
  it("says in one line that it is ready and where, serves there, and keeps its runs in the folder it was started in", async () => {
    const cwd = folder();
    const engine = command(["dev", "--port", "0", "--no-discovery"], cwd);
    const url = await urlOf(engine);
    expect(engine.text().trim().split("\n")).toHaveLength(1);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 200 });
    expect(existsSync(join(cwd, ".agent-nervous-system/engine.db"))).toBe(true);
    expect(readFileSync(join(cwd, ".agent-nervous-system/.gitignore"), "utf8")).toBe("*\n");
  });

  it("prints its help and its version, and refuses what it does not know with code 2", async () => {
    const [help, version, refused] = [command(["--help"]), command(["--version"]), command(["dev", "--prot", "1"])];
    expect(await Promise.all([help.ended, version.ended, refused.ended])).toEqual([0, 0, 2]);
    expect(help.text()).toContain("What happens next:");
    expect(version.text()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(refused.text()).toContain("Did you mean --port?");
  });

  it.runIf(process.platform === "linux")("on a port that is taken says by which process, and touches no store", async () => {
    const { port } = await app(() => {});
    const cwd = folder();
    const engine = command(["dev", "--port", String(port)], cwd);
    expect(await engine.ended).toBe(1);
    expect(portOwner(port)?.pid).toBe(process.pid);
    expect(engine.text()).toContain(`Port ${port} at 127.0.0.1 is taken by process ${process.pid}`);
    expect(engine.text()).toContain(`--port ${port + 1}`);
    expect(existsSync(join(cwd, ".agent-nervous-system"))).toBe(false);
  });

  it.runIf(hasIpv6)("is reached at both addresses of this machine, and by its name", async () => {
    const engine = dev("--storage", "memory");
    const { port } = new URL(await urlOf(engine));
    const answers = await Promise.all(["127.0.0.1", "[::1]", "localhost"].map((host) => fetch(`http://${host}:${port}/health`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("on a file that another engine has open names that process", async () => {
    const file = join(folder(), "runs.db");
    const first = dev("--storage", file);
    await urlOf(first);
    const second = dev("--storage", file);
    expect(await second.ended).toBe(1);
    expect(second.text()).toContain(`process ${first.child.pid}`);
    expect(second.text()).toContain("--storage");
  });

  it("on a file that is no log of its own leaves it as it is", async () => {
    const file = join(folder(), "notes.txt");
    writeFileSync(file, "These are my notes, and they are longer than a page of a database. ".repeat(100));
    const engine = dev("--storage", file);
    expect(await engine.ended).toBe(1);
    expect(engine.text()).toContain("is not a database");
    expect(readFileSync(file, "utf8")).toContain("These are my notes");
  });

  it("on an address that this machine does not have says so", async () => {
    const engine = command(["dev", "--port", "0", "--host", "203.0.113.7", "--storage", "memory"]);
    expect(await engine.ended).toBe(1);
    expect(engine.text()).toContain("203.0.113.7 is no address of this machine");
  });

  it("open to the network without keys warns of it", async () => {
    const engine = command(["dev", "--port", "0", "--host", "0.0.0.0", "--storage", "memory", "--no-discovery"]);
    expect(await engine.shows(/Anyone who reaches .*/)).toContain("--signing-key");
  });
});

describe("about an app the command", () => {
  it("says once that it cannot be reached, and again that it is back", async () => {
    const { port } = await app(() => {});
    closing.pop()?.();
    const engine = dev("--storage", "memory", "-u", `http://127.0.0.1:${port}/api/inngest`, "--poll-interval", "0.02");
    await engine.shows(/cannot be reached: nothing listens there/);
    await app(registering([]), port);
    await engine.shows(/back, and registered/);
    expect(engine.text().match(/cannot be reached/g)).toHaveLength(1);
  });

  it("says which of its functions is refused and why", async () => {
    const step = { step: { id: "step", name: "step", runtime: { type: "http", url: "http://x.test/?fnId=shop-daily&stepId=step" } } };
    const { url } = await app(registering([{ id: "shop-daily", name: "daily", triggers: [{ cron: "every day" }], steps: step }]));
    const engine = dev("--storage", "memory", "-u", url);
    expect(await engine.shows(/not registered: .*/)).toContain('function "shop-daily", triggers[0].cron: "every day" cannot be read');
  });

  it("says that something else answers there", async () => {
    const { url } = await app((_request, response) => response.end("Welcome"));
    await dev("--storage", "memory", "-u", url).shows(/something answers there that is no Inngest app \(HTTP 200\)/);
  });

  it("finds one on the port that the environment names, where none is given", async () => {
    const { port } = await app(registering([]));
    process.env["PORT"] = String(port);
    const engine = command(["dev", "--port", "0", "--storage", "memory"]);
    delete process.env["PORT"];
    await engine.shows(new RegExp(`App http://localhost:${port}/api/inngest: registered`));
  });
});

describe("a signal", () => {
  it("stops the command, and says that the next start goes on", async () => {
    const engine = dev("--storage", "memory");
    await urlOf(engine);
    engine.child.kill("SIGINT");
    expect(await engine.ended).toBe(0);
    expect(engine.text()).toContain("The next start goes on with every run.");
  });

  it("lets an open call end first; the second stops at once", async () => {
    let called = (): void => {};
    const open = new Promise<void>((resolve) => (called = resolve));
    const step = { step: { id: "step", name: "step", runtime: { type: "http", url: "" } } };
    const fn = { id: "shop-slow", name: "slow", triggers: [{ event: "slow" }], steps: step };
    const { url, port } = await app((request, response) => {
      if (request.method === "PUT") registering([fn])(request, response);
      else called();
    });
    step.step.runtime.url = `http://127.0.0.1:${port}/api/inngest?fnId=shop-slow&stepId=step`;
    const engine = dev("--storage", "memory", "-u", url);
    await engine.shows(/: registered/);
    await fetch(`${await urlOf(engine)}/e/any`, { method: "POST", body: '{"name":"slow"}' });
    await open;
    engine.child.kill("SIGTERM");
    await engine.shows(/Stopping: 1 open call may end first/);
    engine.child.kill("SIGTERM");
    expect(await engine.ended).toBe(130);
  });
});

describe("a disk that takes no more", () => {
  it.runIf(process.platform === "linux")(
    "is told of in one line; nothing more is acknowledged, and what was acknowledged is there afterwards (L1)",
    async () => {
      const file = join(folder(), "runs.db");
      const limited = spawn(
        "bash",
        ["-c", `ulimit -f 1500; exec "$0" "$@"`, process.execPath, ENTRY, "dev", "--port", "0", "--no-discovery", "--storage", file],
        { stdio: ["ignore", "pipe", "pipe"] },
      );
      const engine = watch(limited);
      const url = await urlOf(engine);
      const acknowledged: string[] = [];
      for (let status = 200; status === 200;) {
        const response = await fetch(`${url}/e/any`, {
          method: "POST",
          body: JSON.stringify({ name: "a/b", data: { text: "x".repeat(50_000) } }),
        });
        ({ status } = response);
        const { ids = [] } = (await response.json()) as { readonly ids?: readonly string[] };
        if (status === 200) acknowledged.push(...ids);
        else expect(status).toBe(503);
      }
      expect(acknowledged.length).toBeGreaterThan(3);
      await engine.shows(/Nothing more is taken in/);
      expect(engine.text().match(/Nothing more is taken in/g)).toHaveLength(1);
      expect((await fetch(`${url}/health`)).status).toBe(503);
      limited.kill("SIGKILL");
      await engine.ended;
      const next = dev("--storage", file);
      const { rows } = (await (await fetch(`${await urlOf(next)}/trace/events?limit=400`)).json()) as {
        readonly rows: readonly { readonly eventId: string }[];
      };
      expect(acknowledged.filter((id) => !rows.some(({ eventId }) => eventId === id))).toEqual([]);
    },
  );
});
