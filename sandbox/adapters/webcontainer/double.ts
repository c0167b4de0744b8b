// A double of the container for machines that cannot reach the real one: it mounts to a folder of its own and spawns Node's
// processes with the same commands. Files, processes, kills and pipes are real; only the terminal is made as bad as a test likes.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileSystemTree } from "@webcontainer/api";
import type { Container, ContainerProcess } from "./container.ts";

/** What a terminal makes of the text of one process in one direction: the pieces that arrive. */
export type Terminal = {
  output(text: string): readonly string[];
  input(text: string): { readonly sent: readonly string[]; readonly echo: readonly string[] };
};

export type DoubleOptions = {
  /** The program that `node` names here; by default the one that runs the test. */
  readonly node?: string;
  /** A terminal for each process; by default nothing is changed. */
  readonly terminal?: () => Terminal;
};

const plain: Terminal = { output: (text) => [text], input: (text) => ({ sent: [text], echo: [] }) };

export type Double = Container & {
  /** Resolves when a torn down double has left nothing behind. */
  gone(): Promise<void>;
};

/** As `WebContainer.boot()`. */
export async function bootDouble({ node = process.execPath, terminal = () => plain }: DoubleOptions = {}): Promise<Double> {
  const folder = await mkdtemp(join(tmpdir(), "container-"));
  const running = new Set<ChildProcess>();
  let left: Promise<unknown> = Promise.resolve();
  return {
    mount: (tree) => mount(folder, tree),
    spawn(command, args, options = {}) {
      const child = spawn(command === "node" ? node : command, args, { cwd: join(folder, options.cwd ?? ""), stdio: "pipe" });
      running.add(child);
      left = Promise.all([left, new Promise((done) => child.once("close", done).once("error", done))]);
      child.on("exit", () => running.delete(child));
      return processOf(child, terminal());
    },
    on: () => () => undefined,
    teardown() {
      for (const child of running) child.kill("SIGKILL");
      // A process that was just being started may still write.
      left = left.then(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
      left.catch(() => undefined);
    },
    gone: async () => void (await left),
  };
}

async function mount(folder: string, tree: FileSystemTree): Promise<void> {
  for (const [name, node] of Object.entries(tree)) {
    const path = join(folder, name);
    if ("directory" in node) {
      await mkdir(path, { recursive: true });
      await mount(path, node.directory);
    } else if ("contents" in node.file) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, node.file.contents);
    }
  }
}

function processOf(child: ReturnType<typeof spawn>, terminal: Terminal): Promise<ContainerProcess> {
  const { stdin, stdout, stderr } = child;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      if (!stdin || !stdout || !stderr) return reject(new Error("A process without pipes."));
      let show: (text: string) => void = () => undefined;
      const output = new ReadableStream<string>({
        start(shown) {
          show = (text) => shown.enqueue(text);
          child.once("close", () => {
            show = () => undefined;
            shown.close();
          });
        },
      });
      for (const stream of [stdout, stderr])
        stream.setEncoding("utf8").on("data", (text: string) => terminal.output(text).forEach((piece) => show(piece)));
      // Whoever writes to a process that has ended is not told so by the real one either.
      stdin.on("error", () => undefined);
      resolve({
        output,
        input: new WritableStream<string>({
          write(text) {
            const { sent, echo } = terminal.input(text);
            echo.forEach((piece) => show(piece));
            for (const piece of sent) stdin.write(piece);
          },
        }),
        exit: new Promise((done) => child.once("exit", (code) => done(code ?? 1))),
        kill: () => void child.kill("SIGKILL"),
      });
    });
  });
}
