// The learner's process, as every place boots it: links the files, imports them, finds the functions, serves them by the SDK.
// It owns no time and no network: whatever leaves goes through the desk. It can be started once; a new version is a new host.
import type * as InngestPackage from "inngest";
import type { Inngest, InngestFunction } from "inngest";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { Files } from "../../session/lab-session.ts";
import type { ContextKeeper } from "../context.ts";
import { CodeError } from "../link/code-error.ts";
import { link, type LinkedModule } from "../link/link.ts";
import { register } from "../link/registry.ts";
import type { hostGlobals } from "../link/transpile.ts";
import { vendorModule } from "../link/vendor.ts";
import { ENGINE_URL, HOST_URL, type HostDesk, type HostNote, type HostUp } from "../ports.ts";
import { createSourceMap } from "../stack.ts";
import { labPackage } from "./client.ts";
import { createLearnerConsole, createSdkLogger } from "./learner-console.ts";
import { createObserver, type LabRequest } from "./observer.ts";
import { createLearnerTimers } from "./timers.ts";
import { createQuery, createWireFetch, createWorldFetch } from "./wire-fetch.ts";

type Serve = (options: { client: Inngest.Any; functions: readonly InngestFunction.Any[] }) => (request: Request) => Promise<Response>;

export type HostParts = {
  /** Its number: the desk knows this host by it. */
  readonly host: number;
  readonly desk: HostDesk;
  readonly keeper: ContextKeeper;
  /** Bare imports that the files may use. */
  readonly imports: readonly string[];
  /** Loads a package that the files import; `inngest` is given apart. */
  package(name: string): Promise<object>;
  readonly inngest: typeof InngestPackage;
  /** `serve` of `inngest/edge`, from the same copy of the package. */
  readonly serve: Serve;
  /** Makes a module of text; returns the URL that `importModule` takes. */
  toUrl(code: string, file: string): string;
  importModule(url: string): Promise<object>;
};

export interface Host {
  /** Links and imports the files; says what is wrong with them, if anything is. */
  boot(files: Files): Promise<HostUp>;
  /** Calls overlap. `callId` is undefined for a registration. */
  call(request: WireRequest, callId: string | undefined): Promise<WireResponse>;
  /** Lets go of what generated modules read. */
  dispose(): void;
}

export function createHost(parts: HostParts): Host {
  const { host, desk, keeper } = parts;
  const fileOf = new Map<string, string>();
  const sources = createSourceMap(fileOf);
  const clients: Inngest.Any[] = [];
  const kept: { forget(): void }[] = [];
  const entered = new Set<string>();
  let handler: ((request: Request) => Promise<Response>) | undefined;

  const note = (said: HostNote): void => {
    if (said.type === "handler.entered") entered.add(said.callId);
    desk.note(host, said);
  };
  const console = createLearnerConsole((level, text) => {
    const [place] = sources.places(new Error().stack ?? "");
    note({ type: "console", ...keeper.current(), level, text, ...(place === undefined ? {} : { place }) });
  });
  const ask = (request: Parameters<HostDesk["world"]>[1]) => keeper.bind(desk.world(host, request, keeper.current()));
  const globals: { readonly [Name in (typeof hostGlobals)[number]]: unknown } = {
    ...createLearnerTimers((ms) => keeper.bind(desk.delay(host, ms, keeper.current()))),
    console,
    fetch: createWorldFetch(ask),
    query: createQuery(ask),
  };
  const observer = createObserver(parts.inngest.Middleware.BaseMiddleware, {
    note,
    beforeStep: (step) => desk.beforeStep(host, step),
    keeper,
    sources,
  });
  const inngest = labPackage(parts.inngest, {
    baseUrl: ENGINE_URL,
    fetch: createWireFetch((request) => keeper.bind(desk.wire(host, request, keeper.current().callId))) as typeof fetch,
    observer,
    logger: createSdkLogger(console),
    made: (client) => clients.push(client),
  });

  const moduleOf = (name: string, value: object): string => {
    const entry = register(value);
    kept.push(entry);
    return parts.toUrl(vendorModule(entry.expression, Object.keys(value)), name);
  };
  const vendors = new Map<string, Promise<string>>();
  const vendorUrl = (name: string): Promise<string> => {
    const known = vendors.get(name) ?? (name === "inngest" ? Promise.resolve(inngest) : parts.package(name)).then((value) => moduleOf(name, value));
    vendors.set(name, known);
    return known;
  };

  async function load(files: Files): Promise<readonly object[]> {
    const linked = await link(files, { imports: parts.imports, vendorUrl, globalsUrl: moduleOf("host", globals), toUrl: parts.toUrl });
    for (const { file, url } of linked) fileOf.set(url, file);
    const modules: object[] = [];
    for (const module of linked) modules.push(await imported(module));
    return modules;
  }

  async function imported({ file, url }: LinkedModule): Promise<object> {
    try {
      return await parts.importModule(url);
    } catch (error) {
      const place = sources.places(error instanceof Error ? (error.stack ?? "") : "")[0] ?? { file, line: 1 };
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new CodeError(`${place.file}:${place.line} ${said}`, place, { cause: error });
    }
  }

  return {
    async boot(files) {
      try {
        const functions = functionsOf(await load(files), parts.inngest);
        const client = clients[0];
        if (!client) throw new CodeError('No file makes a client. Write: export const inngest = new Inngest({ id: "my-app" });');
        if (functions.length === 0) throw new CodeError("No file exports a function. Write: export const myFunction = inngest.createFunction(…);");
        handler = parts.serve({ client, functions });
        return { ok: true, functions: functions.length };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ok: false, message, ...(error instanceof CodeError && error.place ? { place: error.place } : {}) };
      }
    },
    call: (request, callId) =>
      keeper.run(callId === undefined ? {} : { callId }, async () => {
        if (!handler) throw new Error(`Host ${host} serves nothing: its files did not load.`);
        const response = await plainResponse(await handler(lookalike(request, callId) as unknown as Request));
        if (callId !== undefined && entered.delete(callId)) note({ type: "handler.left", callId, status: response.status });
        return response;
      }),
    dispose: () => kept.forEach((entry) => entry.forget()),
  };
}

function functionsOf(modules: readonly object[], { isInngestFunction }: typeof InngestPackage): readonly InngestFunction.Any[] {
  const exported = modules.flatMap((module) => Object.values(module) as unknown[]);
  return [...new Set(exported.flatMap((value) => (isInngestFunction(value) ? [value] : [])))];
}

// A browser's Request drops the `host` header, without which the edge adapter cannot name its own URL: so a look-alike.
function lookalike({ method, path, headers, body }: WireRequest, callId: string | undefined): LabRequest & { url: string } {
  const own = new Headers({ ...headers });
  const read = (name: string): string | null => (name.toLowerCase() === "host" ? new URL(HOST_URL).host : own.get(name));
  const request = { url: HOST_URL + path, method, headers: { get: read }, text: async () => body, callId };
  return request;
}

async function plainResponse(response: Response): Promise<WireResponse> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => (headers[name.toLowerCase()] = value));
  return { status: response.status, headers, body: await response.text() };
}
