// The host of the worker place, seen from the engine worker: host workers in the page's iframe sandbox, one of them in service.
// A spare stands ready, booted and without code, so that a deploy or a restart costs only the linking of the learner's files.
// Killing is the page's `terminate()`; the port is closed here first, so nothing of a dead host is heard again.
import { HostDied, type HostApi, type HostPort, type HostUp } from "../../place/ports.ts";
import type { LivingHosts } from "./calls.ts";
import { createHostBody, type HostBody, type Supervisor } from "./host-body.ts";

/** A host has stopped by itself. It is ended once the returned promise has resolved, so that the reason is in the log first. */
export type Gone = { readonly host: number; readonly why: "no-answer"; readonly forMs: number };

export interface SandboxedHosts extends HostPort {
  prepare: NonNullable<HostPort["prepare"]>;
  /** The page says that a worker failed outside of its port: it could not start, or something was thrown at its top. */
  broke(key: number, message: string): void;
}

export type SandboxedHostOptions = {
  readonly supervisor: Supervisor;
  readonly living: LivingHosts;
  readonly imports: readonly string[];
  readonly controller: () => HostApi;
  readonly gone: (gone: Gone) => Promise<void>;
  /** Whether a spare stands ready while a host serves: true unless a host costs too much to start. */
  readonly ahead?: boolean;
  readonly patience?: number;
};

type Serving = { readonly host: number; readonly body: HostBody };

/** The first calls of a new host should not compete with the boot of the next spare. */
const SPARE_AFTER_MS = 300;

export function createSandboxedHosts(options: SandboxedHostOptions): SandboxedHosts {
  const { supervisor, living, imports, controller, gone, ahead = true, patience } = options;
  let keys = living.lastKey;
  let spare: HostBody | undefined;
  /** Its files are loaded; it waits to be taken into service. */
  let prepared: { readonly host: number; readonly body: HostBody; readonly up: HostUp } | undefined;
  let starting: HostBody | undefined;
  let serving: Serving | undefined;

  const silent = async (host: number, forMs: number): Promise<void> => {
    if (prepared?.host === host) prepared = undefined;
    if (serving?.host === host) await gone({ host, why: "no-answer", forMs });
  };
  const parts = { supervisor, imports, controller, silent, patience };
  const spawnSpare = (): void => void (spare ??= createHostBody(++keys, "spawn", parts));
  const setServing = (now: Serving | undefined): void => {
    serving = now;
    supervisor.serving(now && { key: now.body.key, host: now.host });
  };
  function take(): HostBody {
    spawnSpare();
    const body = spare as HostBody;
    spare = undefined;
    if (ahead) setTimeout(spawnSpare, SPARE_AFTER_MS);
    return body;
  }
  function serve(host: number, body: HostBody, up: HostUp): HostUp {
    serving?.body.end();
    setServing(up.ok ? { host, body } : undefined);
    adopted = false;
    return up;
  }
  let adopted = living.serving !== undefined;
  if (living.serving) {
    const { key, host } = living.serving;
    const body = createHostBody(key, "attach", parts);
    void body.adopt(host).catch(() => undefined);
    setServing({ host, body });
  }
  if (ahead || !living.serving) spawnSpare();

  return {
    get alive() {
      return adopted ? serving?.host : undefined;
    },
    async prepare(host, files) {
      prepared?.body.end();
      prepared = undefined;
      const body = take();
      const up = await body.load(host, files);
      if (up.ok) prepared = { host, body, up };
      return up;
    },
    async start(host, files) {
      if (prepared?.host === host) {
        const { body, up } = prepared;
        prepared = undefined;
        return serve(host, body, up);
      }
      const body = take();
      starting = body;
      const up = await body.load(host, files);
      if (starting === body) starting = undefined;
      return serve(host, body, up);
    },
    kill() {
      serving?.body.end();
      starting?.end();
      starting = undefined;
      setServing(undefined);
    },
    transform: (task) => take().transform(task),
    call: (request, callId) => serving?.body.call(request, callId) ?? Promise.reject(new HostDied(0)),
    broke: (key, message) => [serving?.body, starting, prepared?.body, spare].find((body) => body?.key === key)?.broke(message),
  };
}
