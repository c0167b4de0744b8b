// The two programs of this place, each one file for Node 20 or newer without packages: the engine's process and the host's.
// Vite makes them from the same sources as the worker place's; only Node's own modules stay imports.
import { fileURLToPath } from "node:url";
import { buildText } from "../worker/build-bundle.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const entries: { readonly [name: string]: string } = {
  engine: here("./engine-process.ts"),
  host: here("./host-process.ts"),
};

export const programNames = Object.keys(entries);

/** One ES module. */
export async function buildProgram(name: string): Promise<string> {
  const entry = entries[name];
  if (entry === undefined) throw new Error(`There is no program "${name}". Programs: ${programNames.join(", ")}.`);
  return buildText(entry, { target: "node20", external: /^node:/ });
}
