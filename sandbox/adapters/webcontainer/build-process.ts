// The two programs of this place, each one file for Node 20 or newer without packages: the engine's process and the host's.
// Vite makes them from the same sources as the worker place's; only Node's own modules stay imports.
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";
import { standIns } from "../worker/build-bundle.ts";

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
  const built = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    resolve: { alias: [...standIns] },
    build: {
      write: false,
      target: "node20",
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        external: /^node:/,
        output: { format: "es", codeSplitting: false },
      },
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  const [program, ...more] = output;
  if (more.length > 0)
    throw new Error(`Program "${name}" must be one text but came out as ${output.map((part) => part.fileName).join(", ")}.`);
  return program.code;
}
