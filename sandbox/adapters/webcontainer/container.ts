// The part of a WebContainer that is used here: the package's class has this shape, and so does the double that spawns Node processes.
import type { FileSystemTree } from "@webcontainer/api";

export interface Container {
  mount(tree: FileSystemTree): Promise<void>;
  spawn(command: string, args: string[], options?: { readonly cwd?: string }): Promise<ContainerProcess>;
  /** An error of the runtime's own. Returns what stops listening. */
  on(event: "error", listener: (error: { readonly message: string }) => void): () => void;
  /** Ends it with its processes and files. */
  teardown(): void;
}

export interface ContainerProcess {
  readonly input: WritableStream<string>;
  /** What it prints, both streams, as its terminal shows it. */
  readonly output: ReadableStream<string>;
  readonly exit: Promise<number>;
  kill(): void;
}
