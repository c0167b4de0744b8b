// One host worker in the page's iframe sandbox, from its start as a spare to its end: boots, loads files once, serves calls, is watched.
import { HostDied, type HostApi, type HostUp, type TransformEnd, type TransformTask } from "../../place/ports.ts";
import type { WireRequest, WireResponse } from "../../protocol/http.ts";
import type { Files } from "../../session/lab-session.ts";
import type { ControllerCalls, HostCalls, PageCalls, Timed } from "./calls.ts";
import { type Link, openLink } from "./link.ts";
import { watch, type Watchdog } from "./watchdog.ts";

/** The page's part: it alone can reach the iframe sandbox. */
export type Supervisor = Pick<PageCalls, "spawn" | "attach" | "end" | "serving"> & { ping(): Promise<void> };

export interface HostBody {
  readonly key: number;
  /** Goes on with a host that outlived its engine: its files are loaded. */
  adopt(host: number): Promise<void>;
  /** Links the files and imports them. Resolves also when the worker cannot start, never finishes, or is ended first. */
  load(host: number, files: Files): Promise<HostUp>;
  call(request: WireRequest, callId: string | undefined): Promise<WireResponse>;
  /** Runs a webhook's transform, then ends the worker, so that the transform leaves nothing behind. */
  transform(task: TransformTask): Promise<TransformEnd>;
  /** A real death, at once. */
  end(): void;
  /** The worker failed outside of its port. */
  broke(message: string): void;
}

export type BodyParts = {
  readonly supervisor: Supervisor;
  readonly imports: readonly string[];
  readonly controller: () => HostApi;
  /** The worker has stopped answering, after its files were loaded. It is ended once this has resolved. */
  readonly silent: (host: number, forMs: number) => Promise<void>;
  /** Another limit for the watchdog, where messages to the host take longer. */
  readonly patience?: number | undefined;
};

const stuck = (file: string): HostUp => ({
  ok: false,
  message: `${file} did not finish loading: something at its top level runs for ever. The host was stopped.`,
});

/** `how`: a worker to be born, or one that lives. */
export function createHostBody(
  key: number,
  how: "spawn" | "attach",
  { supervisor, imports, controller, silent, patience }: BodyParts,
): HostBody {
  const { port1, port2 } = new MessageChannel();
  let host = 0;
  let dog: Watchdog | undefined;
  let loading = "";
  let settleBirth: { born(): void; failed(error: Error): void } | undefined;
  const birth = new Promise<void>((born, failed) => (settleBirth = { born, failed }));
  birth.catch(() => undefined);
  const link: Link<HostCalls> = openLink(
    port1,
    controllerCalls(
      () => host,
      controller,
      () => settleBirth?.born(),
      (file) => {
        loading = file;
        dog?.judge();
      },
    ),
  );
  supervisor[how](key, port2);

  function end(): void {
    const died = new HostDied(host);
    dog?.stop();
    settleBirth?.failed(died);
    link.close(died);
    supervisor.end(key);
  }
  let loaded = false;
  let gaveUp = false;
  const keepWatch = (): Watchdog =>
    (dog = watch({
      ping: () => link.ask("ping"),
      pingPage: supervisor.ping,
      silent(forMs) {
        gaveUp = true;
        // Whoever hears it writes down the death before anything follows from it.
        void (loaded ? silent(host, forMs) : Promise.resolve()).finally(end);
      },
      patience,
    }));
  return {
    key,
    async adopt(number) {
      host = number;
      loaded = true;
      await birth;
      keepWatch().judge();
    },
    async load(number, files) {
      host = number;
      try {
        await birth;
        keepWatch();
        const up = await link.ask("start", controller().now(), { host, files, imports });
        loaded = up.ok;
        if (!up.ok) end();
        return up;
      } catch (error) {
        return gaveUp ? stuck(loading) : { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    },
    async transform(task) {
      try {
        await birth;
        keepWatch();
        return await link.ask("transform", controller().now(), task);
      } catch (error) {
        const message = gaveUp ? `${task.file}: the transform ran on and on, and was stopped.` : String(error);
        return { ok: false, message, printed: [] };
      } finally {
        end();
      }
    },
    call: (request, callId) => link.ask("call", controller().now(), request, callId),
    end,
    broke(message) {
      // A worker that serves goes on after an uncaught error, as a browser's does; the learner reads it in the console.
      controller().note(host, { type: "console", level: "error", text: `Uncaught: ${message}` });
      settleBirth?.failed(new Error(`The worker for the lab's code did not start: ${message}`));
    },
  };
}

/** What a host may ask of the controller: each answer carries the time. */
function controllerCalls(
  host: () => number,
  controller: () => HostApi,
  ready: () => void,
  loading: (file: string) => void,
): ControllerCalls {
  const timed = async <T>(answer: Promise<T>): Promise<Timed<T>> => {
    const value = await answer;
    return { now: controller().now(), value };
  };
  return {
    ready,
    loading,
    wire: (request, callId) => timed(controller().wire(host(), request, callId)),
    world: (request, from) => timed(controller().world(host(), request, from)),
    beforeStep: (step) =>
      timed(
        controller()
          .beforeStep(host(), step)
          .then(() => undefined),
      ),
    delay: (ms) =>
      timed(
        controller()
          .delay(host(), ms)
          .then(() => undefined),
      ),
    note: (note) => controller().note(host(), note),
  };
}
