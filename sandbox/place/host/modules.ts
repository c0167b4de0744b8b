// The learner's files as loaded modules: linked, then imported one by one, so that an error is told with its file and line.
import type { Files } from "../../session/lab-session.ts";
import { CodeError } from "../link/code-error.ts";
import { link, type LinkedModule } from "../link/link.ts";
import { register } from "../link/registry.ts";
import { vendorModule } from "../link/vendor.ts";
import type { SourceMap } from "../stack.ts";

export type ModulesParts = {
  /** Bare imports that the files may use. */
  readonly imports: readonly string[];
  package(name: string): Promise<object>;
  readonly globals: object;
  /** Makes a module of text; returns the URL that `importModule` takes. */
  toUrl(code: string, file: string): string;
  importModule(url: string): Promise<object>;
  /** Filled with the URL that each file got. */
  readonly fileOf: Map<string, string>;
  readonly sources: SourceMap;
};

export interface Modules {
  /** Throws `CodeError` with the place of what is wrong. */
  load(files: Files): Promise<readonly object[]>;
  /** Frees the values that generated modules read. */
  forget(): void;
}

export function createModules(parts: ModulesParts): Modules {
  const kept: { forget(): void }[] = [];
  const vendors = new Map<string, Promise<string>>();

  function moduleOf(name: string, value: object): string {
    const entry = register(value);
    kept.push(entry);
    return parts.toUrl(vendorModule(entry.expression, Object.keys(value)), name);
  }

  function vendorUrl(name: string): Promise<string> {
    const known = vendors.get(name) ?? parts.package(name).then((value) => moduleOf(name, value));
    vendors.set(name, known);
    return known;
  }

  return {
    async load(files) {
      const linked = await link(files, {
        imports: parts.imports,
        vendorUrl,
        globalsUrl: moduleOf("host", parts.globals),
        toUrl: parts.toUrl,
      });
      for (const { file, url } of linked) parts.fileOf.set(url, file);
      const modules: object[] = [];
      for (const module of linked) modules.push(await imported(module, parts));
      return modules;
    },
    forget: () => kept.forEach((entry) => entry.forget()),
  };
}

async function imported({ file, url }: LinkedModule, { importModule, sources }: ModulesParts): Promise<object> {
  try {
    return await importModule(url);
  } catch (error) {
    const place = sources.places(error instanceof Error ? (error.stack ?? "") : "")[0] ?? { file, line: 1 };
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CodeError(`${place.file}:${place.line} ${said}`, place, { cause: error });
  }
}
