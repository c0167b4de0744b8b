// One run of a webhook's transform: somebody's JavaScript turns a request into an event, as `transform(evt, headers, query, raw)`.
// It gets a console and nothing else of the host's globals: no fetch, no database, no timers. Whatever it does wrong is an answer.
import type { Json } from "../../log/json.ts";
import { CodeError } from "../link/code-error.ts";
import { hostGlobals, transpile } from "../link/transpile.ts";
import type { TransformEnd, TransformTask } from "../ports.ts";
import { createSourceMap } from "../stack.ts";
import { createLearnerConsole } from "./learner-console.ts";
import { createModules, type ModulesParts } from "./modules.ts";

export type TransformParts = Pick<ModulesParts, "toUrl" | "importModule">;

const HELP = 'Write: function transform(evt, headers, query, raw) { return { name: "my/event", data: evt }; }';

export async function runTransform({ file, text, request }: TransformTask, parts: TransformParts): Promise<TransformEnd> {
  const fileOf = new Map<string, string>();
  const sources = createSourceMap(fileOf);
  const printed: TransformEnd["printed"][number][] = [];
  const modules = createModules({
    ...parts,
    imports: [],
    package: (name) => Promise.reject(new Error(`A transform imports nothing, and not "${name}" either.`)),
    globals: globals((level, line) => {
      const [place] = sources.places(new Error().stack ?? "");
      printed.push({ level, text: line, ...(place === undefined ? {} : { place }) });
    }),
    fileOf,
    sources,
  });
  try {
    // Compiled alone first: what is added to the text must not move the line of a mistake.
    transpile(file, text);
    const [module] = await modules.load({ [file]: exporting(text) });
    const made = functionIn(file, module)(eventOf(request.body), { ...request.headers }, { ...request.query }, request.body);
    return { ok: true, made: plain(file, made), printed };
  } catch (error) {
    const place = error instanceof CodeError ? error.place : sources.places(error instanceof Error ? (error.stack ?? "") : "")[0];
    return { ok: false, message: said(error, place), ...(place === undefined ? {} : { place }), printed };
  } finally {
    modules.forget();
  }
}

function said(error: unknown, place: CodeError["place"]): string {
  if (error instanceof CodeError) return error.message;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : `It threw ${String(error)}`;
  return place === undefined ? what : `${place.file}:${place.line} ${what}`;
}

/** As people write it, a transform is a function and no module. */
const exporting = (text: string): string =>
  /^\s*(?:async\s+)?function\s+transform\b|^\s*(?:const|let|var)\s+transform\b/m.test(text) ? `${text}\nexport { transform };` : text;

function functionIn(file: string, module: object | undefined): (...args: unknown[]) => unknown {
  const { transform, default: main } = (module ?? {}) as { readonly transform?: unknown; readonly default?: unknown };
  const found = transform ?? main;
  if (typeof found !== "function") throw new CodeError(`${file}:1 There is no function "transform". ${HELP}`, { file, line: 1 });
  return found as (...args: unknown[]) => unknown;
}

/** The body as JSON, or as text when it is none. */
function eventOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** As JSON carries it: no functions, no live objects. */
function plain(file: string, made: unknown): Json {
  if (made instanceof Promise) {
    // Its rejection must not count as uncaught.
    made.catch(() => undefined);
    throw new CodeError(`${file}:1 The transform returns a promise. It must return its event at once.`, { file, line: 1 });
  }
  const text = JSON.stringify(made);
  if (text === undefined) throw new CodeError(`${file}:1 The transform returns nothing. ${HELP}`, { file, line: 1 });
  return JSON.parse(text) as Json;
}

function globals(say: Parameters<typeof createLearnerConsole>[0]): object {
  const none = hostGlobals.map((name) => [
    name,
    (): never => {
      throw new TypeError(`A transform has no ${name}(): it turns what it is given into an event, and nothing more.`);
    },
  ]);
  return { ...(Object.fromEntries(none) as object), console: createLearnerConsole(say) };
}
