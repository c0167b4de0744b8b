// The learner's process, as every place boots it: links the files, imports them, finds the functions, serves them by the SDK.
// It owns no time and no network: whatever leaves goes through the controller. It can be started once; a new version is a new host.
import type * as InngestPackage from "inngest";
import type { Inngest, InngestFunction } from "inngest";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { Files } from "../../session/lab-session.ts";
import type { ContextKeeper } from "../context.ts";
import { CodeError } from "../link/code-error.ts";
import { ENGINE_URL, HOST_URL, type HostApi, type HostNote, type HostUp } from "../ports.ts";
import { createSourceMap } from "../stack.ts";
import { labPackage } from "./client.ts";
import { createLearnerGlobals } from "./globals.ts";
import { createSdkLogger } from "./learner-console.ts";
import { createModules } from "./modules.ts";
import { createObserver, type LabRequest } from "./observer.ts";
import { createWireFetch } from "./wire-fetch.ts";

type Serve = (options: { client: Inngest.Any; functions: readonly InngestFunction.Any[] }) => (request: Request) => Promise<Response>;

export type HostParts = {
  /** Its number: the controller knows this host by it. */
  readonly host: number;
  readonly controller: HostApi;
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
  /** Frees the values that generated modules read. */
  dispose(): void;
}

export function createHost(parts: HostParts): Host {
  const { host, controller, keeper } = parts;
  const fileOf = new Map<string, string>();
  const sources = createSourceMap(fileOf);
  const clients: Inngest.Any[] = [];
  const entered = new Set<string>();
  const note = (said: HostNote): void => {
    if (said.type === "handler.entered") entered.add(said.callId);
    controller.note(host, said);
  };
  const globals = createLearnerGlobals({ host, controller, keeper, sources, note });
  const inngest = labPackage(parts.inngest, {
    baseUrl: ENGINE_URL,
    fetch: createWireFetch((request) => keeper.bind(controller.wire(host, request, keeper.current().callId))) as typeof fetch,
    observer: createObserver(parts.inngest.Middleware.BaseMiddleware, {
      note,
      beforeStep: (step) => controller.beforeStep(host, step),
      keeper,
      sources,
    }),
    logger: createSdkLogger(globals.console),
    made: (client) => clients.push(client),
  });
  const modules = createModules({
    ...parts,
    package: (name) => (name === "inngest" ? Promise.resolve(inngest) : parts.package(name)),
    globals,
    fileOf,
    sources,
  });
  let handler: ((request: Request) => Promise<Response>) | undefined;

  return {
    boot: (files) =>
      keeper.run({}, async (): Promise<HostUp> => {
        try {
          const functions = functionsOf(await modules.load(files), parts.inngest);
          handler = parts.serve({ client: clientOf(clients, functions), functions });
          return { ok: true, functions: functions.length };
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          return { ok: false, message, ...(error instanceof CodeError && error.place ? { place: error.place } : {}) };
        }
      }),
    call: (request, callId) =>
      keeper.run(callId === undefined ? {} : { callId }, async () => {
        if (!handler) throw new Error(`Host ${host} serves nothing: its files did not load.`);
        const response = await plainResponse(await handler(lookalike(request, callId) as unknown as Request));
        if (callId !== undefined && entered.delete(callId)) note({ type: "handler.left", callId, status: response.status });
        return response;
      }),
    dispose: () => modules.forget(),
  };
}

function clientOf([client]: readonly Inngest.Any[], functions: readonly InngestFunction.Any[]): Inngest.Any {
  if (!client) throw new CodeError('No file makes a client. Write: export const inngest = new Inngest({ id: "my-app" });');
  if (functions.length === 0)
    throw new CodeError("No file exports a function. Write: export const myFunction = inngest.createFunction(…);");
  return client;
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
