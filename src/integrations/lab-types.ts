// The types that the editor knows: the declarations behind `import "inngest"`, collected at build from the installed package,
// as one module that the editor loads lazily. Comments stay, since they are what a reader sees on hover.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Plugin } from "vite";

const ID = "virtual:lab-types";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MODULES = join(ROOT, "node_modules");

/** Declarations by path below `node_modules`, with the `package.json` files that lead to them. */
export function declarationsOf(packages: readonly string[]): Readonly<Record<string, string>> {
  const entry = join(ROOT, "sandbox", "labs", "entry.ts");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    skipLibCheck: true,
    noLib: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const source = packages.map((name) => `import ${JSON.stringify(name)};`).join("\n");
  host.getSourceFile = (path, language, ...rest) =>
    path === entry ? ts.createSourceFile(path, source, language) : read(path, language, ...rest);
  const files = ts
    .createProgram([entry], options, host)
    .getSourceFiles()
    .filter((file) => file.fileName.startsWith(MODULES) && wanted(file.fileName));
  const found: Record<string, string> = {};
  for (const file of files) {
    found[relative(MODULES, file.fileName)] = file.text.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
    addPackage(found, dirname(file.fileName));
  }
  return found;
}

/** Node's own types and the protocol buffers of tracing are large, and no lab's code names them. */
function wanted(path: string): boolean {
  return !/node_modules\/(@types\/node|undici-types|@opentelemetry|@bufbuild|typescript)\//.test(path);
}

function addPackage(found: Record<string, string>, folder: string): void {
  for (let at = folder; at.startsWith(`${MODULES}/`); at = dirname(at)) {
    const path = join(at, "package.json");
    const key = relative(MODULES, path);
    if (key in found) return;
    try {
      const { name, version, type, types, typings, main, exports } = JSON.parse(readFileSync(path, "utf8"));
      found[key] = JSON.stringify({ name, version, type, types, typings, main, exports });
      if (name !== undefined) return;
    } catch {
      // No package.json on this level: the next one up counts.
    }
  }
}

export function labTypes(packages: readonly string[] = ["inngest"]): Plugin {
  return {
    name: "lab-types",
    resolveId: (source) => (source === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? `export default ${JSON.stringify(declarationsOf(packages))};` : undefined),
  };
}
