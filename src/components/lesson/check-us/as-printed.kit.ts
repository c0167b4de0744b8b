// Types what a lesson's "Check us" prints into a shell, in a folder of its own: the files come from a server like this site's, the
// packages from this project instead of the registry, and the ports are free ones.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { TurnedPlace } from "../../../../sandbox/conformance/turned-place.ts";
import type { Lab } from "../../../content/labs.ts";
import { checkCommands, checkFiles, shortened } from "./check-files.ts";
import type { Commands, Shorter } from "./check-files.ts";

/** Loaded before `serve.ts`: an answer of its world goes out when it is told to, and not three seconds later. */
const PRELOAD = `data:text/javascript,${encodeURIComponent(`
  const later = globalThis.setTimeout;
  const waiting = [];
  globalThis.setTimeout = (ring, ms, ...given) => (ms === 3000 ? void waiting.push(() => ring(...given)) : later(ring, ms, ...given));
  process.on("message", () => waiting.shift()?.());
`)}`;

export type Printed = {
  /** Types a command, with `swap` in place of what it is told to change. */
  type(command: keyof Commands, swap?: readonly [from: string, to: string]): Promise<string>;
  shorten(by: Shorter): void;
  /** Starts the host. Its world answers at once, but for requests that hold `silent`: those never are. */
  serve(silent?: string): Promise<Host>;
  close(): Promise<void>;
};
export type Host = {
  readonly lines: readonly string[];
  /** Resolves once a line holds this text. */
  prints(text: string): Promise<void>;
  /** Ctrl+C. */
  stop(): Promise<void>;
};

export async function printed(lab: Lab, place: TurnedPlace): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), "check-us-"));
  const serveText = readFileSync(join(import.meta.dirname, "serve.ts"), "utf8");
  const site = await serveFiles(checkFiles(lab, { serve: serveText, sdk: "*" }));
  const commands = checkCommands(lab, addressOf(site));
  const project = join(folder, `check-${lab.id}`);
  const port = await freePort();
  const env = {
    ...process.env,
    PATH: `${linkingNpm(folder)}:${process.env["PATH"] ?? ""}`,
    INNGEST_BASE_URL: place.url,
    PORT: String(port),
  };
  const app = `http://localhost:${port}/api/inngest`;
  const hosts: Host[] = [];
  return {
    type(name, [from, to] = ["", ""]) {
      const command = commands[name]?.command ?? "";
      if (!command.includes(from)) throw new Error(`${from} is not in: ${command}`);
      return shell(command.replace(from, to).replace("http://localhost:8288", place.url), folder, env);
    },
    shorten(by) {
      const text = readFileSync(join(project, by.file), "utf8");
      writeFileSync(join(project, by.file), shortened({ [by.file]: text }, by)[by.file] ?? "");
    },
    async serve(silent) {
      const [node = "", ...args] = commands.serve.command.split(" ");
      const host = await started([node, "--import", PRELOAD, ...args], project, env, silent);
      hosts.push(host);
      await place.add(app);
      return host;
    },
    async close() {
      for (const host of hosts) await host.stop();
      site.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function started([command = "", ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv, silent = "\n"): Promise<Host> {
  const child = spawn(command === "node" ? process.execPath : command, args, { cwd, env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const ended = once(child, "exit");
  if (child.stdout === null) throw new Error("The host has no output.");
  const output = createInterface(child.stdout);
  const lines: string[] = [];
  output.on("line", (line) => {
    lines.push(line);
    if (/^world \d+:/.test(line) && !line.includes(silent)) child.send("answer");
  });
  const prints = async (text: string): Promise<void> => {
    while (!lines.some((line) => line.includes(text))) await once(output, "line");
  };
  await Promise.race([prints("Serving"), ended.then(() => Promise.reject(new Error("The host ended.")))]);
  return {
    lines,
    prints,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      await ended;
    },
  };
}

async function shell(script: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn("sh", ["-e", "-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const [code] = (await once(child, "close")) as readonly number[];
  if (code !== 0) throw new Error(`${script}\nended with ${code}: ${text}`);
  return text;
}

/** An `npm` that installs what this project has. */
function linkingNpm(folder: string): string {
  writeFileSync(join(folder, "npm"), `#!/bin/sh\nln -s "${resolve("node_modules")}" node_modules\n`);
  chmodSync(join(folder, "npm"), 0o755);
  return folder;
}

async function serveFiles(files: { readonly [file: string]: string }): Promise<Server> {
  const server = createServer(({ url = "" }, reply) => {
    const text = files[url.split("/").at(-1) ?? ""];
    reply.statusCode = text === undefined || !url.startsWith("/check/") ? 404 : 200;
    reply.end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = new URL(addressOf(server));
  await new Promise((done) => server.close(done));
  return Number(port);
}
