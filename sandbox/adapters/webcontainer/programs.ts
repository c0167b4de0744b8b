// What is mounted in a container before anything starts there: the two programs, and the packages that a lab's files import.
import type { FileSystemTree } from "@webcontainer/api";

export const ENGINE_PROGRAM = "engine.mjs";
export const HOST_PROGRAM = "host.mjs";

export type Programs = {
  readonly engine: string;
  readonly host: string;
  /** Text of each package by its name, as one module. */
  readonly packages: { readonly [name: string]: string };
};

export function programsTree({ engine, host, packages }: Programs): FileSystemTree {
  const file = (contents: string) => ({ file: { contents } });
  const modules = Object.entries(packages).map(([name, text]) => [`${name}.mjs`, file(text)]);
  return {
    [ENGINE_PROGRAM]: file(engine),
    [HOST_PROGRAM]: file(host),
    packages: { directory: Object.fromEntries(modules) },
  };
}
