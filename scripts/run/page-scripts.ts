// Which scripts a built page loads: those it names, those its islands name, and all that these import statically.
// What is imported dynamically (the place, the editor, the database) is not loaded until a lab is opened.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { init, parse } from "es-module-lexer";
import { dist, inProject } from "./project.ts";

await init;

/** Paths of the built pages, as a browser asks for them. */
export const builtPages = (): string[] =>
  globSync("**/index.html", { cwd: dist })
    .map((file) => `/${file.replace(/index\.html$/, "")}`)
    .sort();

/** Files of JavaScript that a page loads by itself, within `dist`. */
export function scriptsOfPage(path: string): string[] {
  const html = readFileSync(join(dist, path, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:<script[^>]*\ssrc|component-url|renderer-url|before-hydration-url)="(\/[^"]+\.m?js)"/g)].map(
    ([, url]) => url ?? "",
  );
  const inline = [...html.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)].flatMap(([, code]) => staticImports(code ?? "", "/"));
  return closure([...named, ...inline]);
}

/** The script that stands in the page's HTML itself, as a file: bytes that a page costs as well. */
export function inlineScriptsOfPage(path: string): string {
  const html = readFileSync(join(dist, path, "index.html"), "utf8");
  const code = [...html.matchAll(/<script(?![^>]*\ssrc=)(?![^>]*json)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, text]) => text ?? "")
    .join("\n");
  const file = join(".cache/inline-scripts", `${path.replaceAll("/", "_")}.js`);
  mkdirSync(inProject(dirname(file)), { recursive: true });
  writeFileSync(inProject(file), code);
  return file;
}

/** These files of `dist`, given as URLs, and all that they import statically. */
export function closure(urls: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (url: string): void => {
    if (seen.has(url) || !existsSync(join(dist, url))) return;
    seen.add(url);
    staticImports(readFileSync(join(dist, url), "utf8"), dirname(url)).forEach(visit);
  };
  urls.forEach(visit);
  return [...seen].map((url) => join("dist", url)).sort();
}

function staticImports(code: string, from: string): string[] {
  const [imports] = parse(code);
  return imports.filter((one) => one.type !== "dynamic" && one.type !== "import-meta").flatMap((one) => resolve(one.specifier, from));
}

function resolve(specifier: string | undefined, from: string): string[] {
  if (specifier === undefined || !/^[./]/.test(specifier)) return [];
  return [specifier.startsWith("/") ? specifier : join(from, specifier)];
}

/** What opening a lab loads: the client, the engine's worker and the text handed to the iframe sandbox. No editor, database or further package. */
export function scriptsOfPlace(): string[] {
  const built = globSync("_astro/**/*.js", { cwd: dist }).map((file) => `/${file}`);
  const text = (file: string): string => readFileSync(join(dist, "..", file), "utf8");
  // Two doors are named so; the one of the embedded place is the one that knows of no container's programs.
  const isDoor = (files: readonly string[]): boolean =>
    files.some((file) => /Worker\(/.test(text(file))) && !files.some((file) => text(file).includes("lab-program-"));
  const client = built.filter((url) => /\/client[.-]/.test(url) && isDoor(closure([url])));
  const engine = built.filter((url) => /\/engine-[\w-]*[.-]/.test(url));
  const host = built.filter((url) => /\/lab-host\./.test(url));
  for (const [what, found] of Object.entries({ client, engine, host })) {
    if (found.length === 0)
      throw new Error(`The built site has no ${what} of the browser place. Is a lab in it, and is it named as this script expects?`);
  }
  return closure([...client, ...engine, ...host]);
}
