// The host worker: the learner's process. Bundled with the SDK and the linker into the one text that the page hands to the iframe sandbox.
// Its only way out is the port that it starts with: the policy of the iframe sandbox denies it network and storage.
import * as inngest from "inngest";
import { serve } from "inngest/edge";
import type { Instant } from "../../log/facts.ts";
import { createMacrotaskKeeper, keepContextInTimers } from "../../place/context.ts";
import { createHost, type Host } from "../../place/host/host.ts";
import { runTransform } from "../../place/host/transform.ts";
import type { HostApi } from "../../place/ports.ts";
import { installVirtualDate } from "../../place/virtual-date.ts";
import type { ControllerCalls, HostCalls, Timed } from "./calls.ts";
import { createFloodGate, type FloodGate } from "./flood-gate.ts";
import { type Link, openLink, type Port } from "./link.ts";

/** What the iframe sandbox sends with a port: at birth the URLs of further packages by name; `attach` when another engine asks from now on. */
type Birth = readonly (readonly [name: string, url: string])[];
type Arrival = MessageEvent<Birth | "attach">;
export type HostArrival = { readonly data: Birth | "attach"; readonly ports: readonly Port[] };
type Scope = { onmessage: ((event: Arrival) => void) | null };

// The SDK looks for AsyncLocalStorage and warns when a browser has none. This is its own fallback, given beforehand:
// parallel steps work without (feasibility.md A), and files that need `group.*` are told so by the SDK.
const without = { getStore: () => undefined, run: (_store: unknown, fn: () => unknown) => fn() };
Object.assign(globalThis, { [Symbol.for("inngest:als")]: { promise: Promise.resolve(without), resolved: without, isFallback: true } });

/** Called by the sandbox's worker with what has arrived so far. */
export function boot(queue: readonly Arrival[], scope: Scope): void {
  const attach = createHostProcess({ toUrl, importModule });
  scope.onmessage = attach;
  for (const event of queue) attach(event);
}

/** How this platform makes modules of text. */
export type ModuleMaker = { toUrl(code: string, file: string): string; importModule(url: string): Promise<object> };

/** The process, wherever it runs: it takes each port that arrives as the one to ask and to answer. */
export function createHostProcess({ toUrl, importModule }: ModuleMaker): (event: HostArrival) => void {
  const time = createHostTime();
  const gate = createFloodGate();
  const keeper = createMacrotaskKeeper();
  const packages = new Map<string, string>();
  let controller: Link<ControllerCalls> | undefined;
  let host: Host | undefined;
  const told = tellingLoads({ toUrl, importModule }, (file) => controller?.tell("loading", file));
  const offers: HostCalls = {
    start: (now, how) => {
      time.tell(now);
      host = createHost({
        ...how,
        keeper,
        controller: controllerOver(() => controller as Link<ControllerCalls>, time, gate),
        inngest,
        serve: serve as never,
        package: (name) => importModule(packages.get(name) ?? ""),
        ...told,
      });
      return host.boot(how.files);
    },
    transform: (now, task) => {
      time.tell(now);
      return runTransform(task, told);
    },
    call: (now, request, callId) => {
      time.tell(now);
      return host ? host.call(request, callId) : Promise.reject(new Error("This host has not been started."));
    },
    ping: () => gate.paused(),
  };
  keepContextInTimers(keeper, globalThis);
  installVirtualDate(globalThis, time.now);
  offerRandomUuid();
  return ({ data, ports }) => {
    const port = ports[0];
    if (!port) return;
    if (data !== "attach") for (const [name, url] of data) packages.set(name, url);
    // Questions to the old engine are never answered; code that runs on asks the new one.
    controller?.abandon();
    controller = openLink(port, offers);
    controller.tell("ready");
  };
}

/** Says which file is about to run, before it can run for ever. */
function tellingLoads({ toUrl, importModule }: ModuleMaker, tell: (file: string) => void): ModuleMaker {
  const files = new Map<string, string>();
  return {
    toUrl(code, file) {
      const url = toUrl(code, file);
      files.set(url, file);
      return url;
    },
    importModule(url) {
      tell(files.get(url) ?? "A file");
      return importModule(url);
    },
  };
}

const toUrl = (code: string): string => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
const importModule = (url: string): Promise<object> => import(/* @vite-ignore */ url) as Promise<object>;

/** The lab's time as this thread knows it: what the controller said last, and 1x since. It is never ahead while a call runs. */
type HostTime = ReturnType<typeof createHostTime>;
function createHostTime() {
  let told: { readonly now: Instant; readonly real: number } | undefined;
  return {
    tell: (now: Instant): void => void (told = { now, real: performance.now() }),
    now: (): Instant | undefined => told && told.now + (performance.now() - told.real),
  };
}

function controllerOver(controller: () => Link<ControllerCalls>, time: HostTime, gate: FloodGate): HostApi {
  const timed = async <T>(answer: Promise<Timed<T>>): Promise<T> => {
    const { now, value } = await answer;
    time.tell(now);
    gate.paused();
    return value;
  };
  return {
    async wire(_host, request, callId) {
      gate.request();
      return timed(controller().ask("wire", request, callId));
    },
    async world(_host, request, from) {
      gate.request();
      return timed(controller().ask("world", request, from));
    },
    beforeStep: (_host, step) => timed(controller().ask("beforeStep", step)),
    async delay(_host, ms) {
      gate.request();
      return timed(controller().ask("delay", ms));
    },
    note(_host, note) {
      const passed = gate.note(note);
      if (passed) controller().tell("note", passed);
    },
    now: () => time.now() ?? 0,
  };
}

// Chromium's opaque origins are not secure contexts and lack this; learner code may well use it.
function offerRandomUuid(): void {
  if ("randomUUID" in crypto) return;
  const randomUUID = (): string => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  Object.assign(crypto, { randomUUID });
}
