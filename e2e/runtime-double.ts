// Stands in for StackBlitz's servers in a browser that cannot reach them: a page at their address that answers the unmodified
// `@webcontainer/api` as theirs would, and runs each process it is asked for as a real Node process of the test's machine.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "playwright";
import type { ContainerProcess } from "../sandbox/adapters/webcontainer/container.ts";
import { bootDouble, type Double } from "../sandbox/adapters/webcontainer/double.ts";

const ORIGIN = "https://stackblitz.com";
const comlink = fileURLToPath(new URL("../node_modules/@webcontainer/api/dist/vendor/index.js", import.meta.url));

/** What that page does. `runtime` reaches into this file; everything else is the package's own protocol. */
const script = `
import { Comlink } from "/comlink.js";
const { port1, port2 } = new MessageChannel();
const encoder = new TextEncoder();
async function pump(id, output) {
  for (;;) {
    const text = await runtime("read", id);
    output(text === null ? null : encoder.encode(text));
    if (text === null) return;
  }
}
Comlink.expose({
  async build() {
    const box = await runtime("boot");
    return Comlink.proxy({
      fs: () => Comlink.proxy({}),
      previewScript: () => Comlink.proxy({}),
      runtimeInfo: () => ({ path: "/bin", cwd: "/lab" }),
      loadFiles: (payload) => runtime("mount", box, new TextDecoder().decode(payload)),
      on: () => Comlink.proxy(() => undefined),
      teardown: () => runtime("teardown", box),
      async run({ command, args }, _out, _err, output) {
        const id = await runtime("spawn", box, command, args);
        if (output) void pump(id, output);
        return Comlink.proxy({
          write: (text) => runtime("write", id, text),
          kill: () => runtime("kill", id),
          resize: () => undefined,
          onExit: runtime("exit", id),
        });
      },
    });
  },
}, port1);
parent.postMessage({ type: "init" }, "*", [port2]);
`;

const headers = {
  "cross-origin-embedder-policy": "credentialless",
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-origin": "*",
} as const;

export type RuntimeDouble = {
  /** Processes that run now. */
  alive(): number;
  /** How many processes were started in all. */
  spawned(): number;
  /** How many containers were booted. */
  boots(): number;
  end(): Promise<void>;
};

/** Answers for the runtime's host in every page of this context. */
export async function standInForRuntime(context: BrowserContext): Promise<RuntimeDouble> {
  const boxes: Double[] = [];
  const processes: { readonly process: ContainerProcess; readonly read: () => Promise<string | null>; write(text: string): void }[] = [];
  let alive = 0;
  const calls: { readonly [name: string]: (...args: never[]) => unknown } = {
    boot: async () => boxes.push(await bootDouble()) - 1,
    mount: (box: number, text: string) => boxes[box]?.mount(external(JSON.parse(text) as Folder)),
    teardown: (box: number) => boxes[box]?.teardown(),
    async spawn(box: number, command: string, args: string[]) {
      const process = await (boxes[box] as Double).spawn(command, args);
      alive += 1;
      void process.exit.then(() => (alive -= 1));
      const reader = process.output.getReader();
      const writer = process.input.getWriter();
      const read = async (): Promise<string | null> => {
        const { value, done } = await reader.read();
        return done ? null : value;
      };
      return processes.push({ process, read, write: (text) => void writer.write(text).catch(() => undefined) }) - 1;
    },
    read: (id: number) => processes[id]?.read(),
    write: (id: number, text: string) => processes[id]?.write(text),
    kill: (id: number) => processes[id]?.process.kill(),
    exit: (id: number) => processes[id]?.process.exit,
  };
  await context.exposeFunction("runtime", (name: string, ...args: never[]) => calls[name]?.(...args));
  await context.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/comlink.js")
      return route.fulfill({ headers, contentType: "text/javascript", body: await readFile(comlink, "utf8") });
    if (pathname === "/headless")
      return route.fulfill({ headers, contentType: "text/html", body: `<!doctype html><script type="module">${script}</script>` });
    return route.fulfill({ status: 404 });
  });
  return {
    alive: () => alive,
    spawned: () => processes.length,
    boots: () => boxes.length,
    async end() {
      for (const box of boxes) {
        box.teardown();
        await box.gone();
      }
    },
  };
}

// The package sends files in a shape of its own.
type Folder = { readonly d: { readonly [name: string]: Folder | { readonly f: { readonly c: string } } } };

function external({ d }: Folder): Parameters<Double["mount"]>[0] {
  return Object.fromEntries(
    Object.entries(d).map(([name, node]) => [name, "d" in node ? { directory: external(node) } : { file: { contents: node.f.c } }]),
  );
}
