// Links the learner's files into modules that the platform can import: removes types, resolves, rewrites, orders.
// Imports reach the folder itself and the packages that the lab lists; nothing else resolves.
import { init, parse, type Import } from "es-module-lexer";
import type { CodePlace } from "../../log/facts.ts";
import type { Files } from "../../session/lab-session.ts";
import { CodeError } from "./code-error.ts";
import { globalsImport, transpile } from "./transpile.ts";

export type LinkOptions = {
  /** Bare imports that the files may use. */
  readonly imports: readonly string[];
  /** URL of the module that stands for a package; asked only for packages that are imported. */
  vendorUrl(name: string): Promise<string>;
  /** URL of the module that exports the host's globals. */
  readonly globalsUrl: string;
  /** Makes a module of this text and returns the URL to import it by: `blob:` in a browser. */
  toUrl(code: string, file: string): string;
};

export type LinkedModule = { readonly file: string; readonly url: string };

type Draft = { readonly file: string; readonly code: string; readonly imports: readonly Reference[] };
type Reference = {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  readonly specifier: string;
  readonly to: Target;
};
type Target = { readonly file: string } | { readonly vendor: string };

/** Modules in the order of their dependencies. Throws `CodeError` with the place of what is wrong. */
export async function link(files: Files, options: LinkOptions): Promise<readonly LinkedModule[]> {
  await init;
  const drafts = new Map<string, Draft>();
  for (const file of Object.keys(files).filter(isCode)) drafts.set(file, draft(file, files, options));
  const urls = new Map<string, string>();
  const modules: LinkedModule[] = [];
  for (const file of inOrder(drafts)) {
    const { code, imports } = drafts.get(file) as Draft;
    const text = `${await rewrite(code, imports, urls, options)}\n//# sourceURL=lab:///${file}`;
    const url = options.toUrl(text, file);
    urls.set(file, url);
    modules.push({ file, url });
  }
  return modules;
}

const isCode = (file: string): boolean => /\.(ts|js|mts|mjs)$/.test(file) && !file.endsWith(".d.ts");

function draft(file: string, files: Files, options: LinkOptions): Draft {
  const code = transpile(file, files[file] ?? "");
  const found = parsed(file, code).filter((found) => found.type !== "import-meta");
  const clauses = found.filter((one) => one.type !== "dynamic").map((one) => code.slice(one.importStart, one.start));
  const imports = found.map((one) => reference(one, { file, code, files, options }));
  return { file, code: code + globalsImport(code, clauses, options.globalsUrl), imports };
}

type Site = { readonly file: string; readonly code: string; readonly files: Files; readonly options: LinkOptions };

function reference(found: Import, site: Site): Reference {
  const { specifier } = found;
  const place = placeAt(site, found.importStart);
  if (typeof specifier !== "string" || (found.type === "dynamic" && found.glob))
    throw new CodeError(`${at(place)} import() takes the file's name as a plain string here.`, place);
  const quoted = found.type === "dynamic";
  return { start: found.start, end: found.end, quoted, specifier, to: resolve(specifier, place, site) };
}

function resolve(specifier: string, place: CodePlace, { file, files, options }: Site): Target {
  if (!specifier.startsWith(".")) {
    if (options.imports.includes(specifier)) return { vendor: specifier };
    throw new CodeError(
      `${at(place)} Cannot import "${specifier}": this lab's files may import ${listed(options.imports)} and each other ("./file.ts").`,
      place,
    );
  }
  const path = joined(file, specifier);
  const known = [path, `${path}.ts`, path.replace(/\.(m?)js$/, ".$1ts"), `${path}/index.ts`].find((name) => Object.hasOwn(files, name));
  if (known !== undefined) return { file: known };
  throw new CodeError(`${at(place)} Cannot find "${specifier}". The files are ${listed(Object.keys(files))}.`, place);
}

/** Depth first, each file after what it imports statically; a circle is an error, because a module of text needs the URL of what it imports. */
function inOrder(drafts: ReadonlyMap<string, Draft>): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (done.has(file)) return;
    if (path.includes(file)) {
      const circle = [...path.slice(path.indexOf(file)), file].join(" -> ");
      throw new CodeError(`Circular import: ${circle}. Move what both need into a file of its own.`, { file, line: 1 });
    }
    for (const { to } of drafts.get(file)?.imports ?? []) if ("file" in to) visit(to.file, [...path, file]);
    done.add(file);
  };
  for (const file of drafts.keys()) visit(file, []);
  return [...done];
}

async function rewrite(
  code: string,
  imports: readonly Reference[],
  urls: ReadonlyMap<string, string>,
  options: LinkOptions,
): Promise<string> {
  let text = code;
  for (const { start, end, quoted, to } of imports.toReversed()) {
    const url = "file" in to ? (urls.get(to.file) ?? "") : await options.vendorUrl(to.vendor);
    text = text.slice(0, start) + (quoted ? JSON.stringify(url) : url) + text.slice(end);
  }
  return text;
}

function parsed(file: string, code: string): readonly Import[] {
  try {
    return parse(code, file)[0];
  } catch (error) {
    const line = /:(\d+):(\d+)/.exec(error instanceof Error ? error.message : "");
    const place = { file, line: Number(line?.[1] ?? 1), column: Number(line?.[2] ?? 1) };
    throw new CodeError(`${at(place)} Syntax error.`, place, { cause: error });
  }
}

function placeAt({ file, code }: Site, offset: number): CodePlace {
  const before = code.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function joined(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

const at = (place: CodePlace): string => `${place.file}:${place.line}:${place.column ?? 1}`;
const listed = (names: readonly string[]): string => (names.length === 0 ? "nothing" : names.map((name) => `"${name}"`).join(", "));
