// The host of the worker place, seen from the engine worker: host workers in the page's cage, reached by port.
// A spare stands ready, booted and without code, so that a deploy or a restart costs only the linking of the learner's files.
// Killing is the page's `terminate()`; the port is closed here first, so nothing of a dead host is heard again.
import { HostDied, type HostDesk, type HostPort, type HostUp } from "../../place/ports.ts";
import type { DeskCalls, HostCalls } from "./calls.ts";
import { type Calls, type Link, openLink } from "./link.ts";
import { watch } from "./watchdog.ts";

/** The page's part: it alone can reach the cage. */
export type Supervisor = { spawn(key: number, port: MessagePort): void; end(key: number): void };

/** A host that stopped by itself and has been ended. */
export type Gone = { readonly host: number; readonly why: "no-answer"; readonly forMs: number };

export interface CagedHosts extends HostPort {
  /** The page says that a worker failed outside of its port: it could not start, or something was thrown at its top. */
  broke(key: number, message: string): void;
}

export type CagedHostOptions = {
  readonly supervisor: Supervisor;
  readonly imports: readonly string[];
  readonly desk: () => HostDesk;
  readonly gone: (gone: Gone) => void;
};

/** One worker. `host` is 0 while it is a spare. */
type Body = { readonly key: number; host: number; readonly link: Link<HostCalls>; readonly ready: Promise<void>; fail(error: Error): void; stop(): void };

/** The first calls of a new host should not compete with the boot of the next spare. */
const SPARE_AFTER_MS = 300;

const stuck: HostUp = { ok: false, message: "The file did not finish loading: something at its top level runs for ever. The host was stopped." };

export function createCagedHosts({ supervisor, imports, desk, gone }: CagedHostOptions): CagedHosts {
  let keys = 0;
  let spare: Body | undefined;
  let serving: Body | undefined;
  let starting: Body | undefined;

  function spawn(): Body {
    const key = ++keys;
    const { port1, port2 } = new MessageChannel();
    let ready = (): void => {};
    let fail = (_error: Error): void => {};
    const booted = new Promise<void>((resolve, reject) => {
      ready = resolve;
      fail = reject;
    });
    booted.catch(() => undefined);
    const body: Body = { key, host: 0, ready: booted, fail, stop: () => {}, link: openLink(port1, deskCalls(() => body.host, desk, ready)) };
    supervisor.spawn(key, port2);
    return body;
  }

  function end(body: Body): void {
    const died = new HostDied(body.host);
    body.stop();
    body.fail(died);
    body.link.close(died);
    supervisor.end(body.key);
    if (serving === body) serving = undefined;
    if (starting === body) starting = undefined;
  }

  async function load(body: Body, host: number, files: Readonly<Record<string, string>>): Promise<HostUp> {
    let silent = false;
    await body.ready;
    const watching = watch(
      () => body.link.ask("ping"),
      (forMs) => {
        silent = true;
        end(body);
        gone({ host, why: "no-answer", forMs });
      },
    );
    body.stop = watching.stop;
    try {
      return await body.link.ask("start", desk().now(), { host, files, imports });
    } catch (error) {
      if (silent) return stuck;
      throw error;
    }
  }

  const prepare = (): void => void (spare ??= spawn());
  prepare();

  return {
    async start(host, files) {
      prepare();
      const body = spare ?? spawn();
      spare = undefined;
      body.host = host;
      starting = body;
      const up = await load(body, host, files);
      setTimeout(prepare, SPARE_AFTER_MS);
      if (!up.ok) end(body);
      else {
        if (serving) end(serving);
        serving = body;
        starting = undefined;
      }
      return up;
    },
    kill() {
      for (const body of [serving, starting]) if (body) end(body);
    },
    call(request, callId) {
      if (!serving) return Promise.reject(new HostDied(0));
      return serving.link.ask("call", desk().now(), request, callId);
    },
    broke(key, message) {
      const body = [serving, starting, spare].find((each) => each?.key === key);
      if (!body) return;
      // A worker that serves goes on after an uncaught error, as a browser's does; the learner reads it in the console.
      if (body === serving) desk().note(body.host, { type: "console", level: "error", text: `Uncaught: ${message}` });
      body.fail(new Error(`The worker for the lab's code did not start: ${message}`));
    },
  };
}

/** What a host may ask of the desk: each answer carries the time. */
function deskCalls(host: () => number, desk: () => HostDesk, ready: () => void): DeskCalls & Calls {
  const timed = async <T>(answer: Promise<T>) => {
    const value = await answer;
    return { now: desk().now(), value };
  };
  return {
    ready,
    wire: (request, callId) => timed(desk().wire(host(), request, callId)),
    world: (request, from) => timed(desk().world(host(), request, from)),
    beforeStep: (step) => timed(desk().beforeStep(host(), step).then(() => undefined)),
    delay: (ms) => timed(desk().delay(host(), ms).then(() => undefined)),
    note: (note) => desk().note(host(), note),
  };
}
