// One text for the iframe sandbox: the host (SDK, linker, bootstrap) or a package that a lab's files may import.
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Packages that the SDK or the transpiler imports and a lab has no use for. */
const standIns = [
  { find: "temporal-polyfill", replacement: here("./temporal.ts") },
  { find: /^(debug|cross-fetch)$/, replacement: here("./nothing.ts") },
  { find: /^(ts-interface-checker|@jridgewell\/gen-mapping)$/, replacement: here("./unused.ts") },
] as const;

/** Every text by name. A vendor's entry re-exports the package whole. */
const entries: { readonly [name: string]: string } = {
  host: here("./host-entry.ts"),
  zod: here("./vendors/zod.ts"),
};

export const bundleNames = Object.keys(entries);

/** One ES module without imports, minified. Errors name themselves, in the SDK and here, so no name is lost to a reader. */
export async function buildBundle(name: string): Promise<string> {
  const entry = entries[name];
  if (entry === undefined) throw new Error(`There is no bundle "${name}". Bundles: ${bundleNames.join(", ")}.`);
  return buildText(entry, { target: "es2022", preserveEntrySignatures: "strict" });
}

type TextOptions = { readonly target: string } & Pick<Rolldown.InputOptions, "external" | "preserveEntrySignatures">;

/** The file and all that it imports as one minified module, for places where no package can be found. */
export async function buildText(entry: string, { target, ...options }: TextOptions): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    resolve: { alias: [...standIns] },
    build: {
      write: false,
      target,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: entry, ...options, output: { format: "es", codeSplitting: false } },
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  if (output.length !== 1) throw new Error(`${entry} must be one text but came out as ${output.map((part) => part.fileName).join(", ")}.`);
  return output[0].code;
}
