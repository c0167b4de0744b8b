// The page's part in the life of hosts: it alone can start and kill processes, and it joins each host to the engine of the moment.
import type { LivingHosts, Serving } from "../worker/calls.ts";
import { type ContainerPageCalls, controllerChannel, hostChannel, type HostNews, LIFE_CHANNEL } from "./calls.ts";
import { bridge, type Channels } from "./channels.ts";
import type { PageProcess } from "./page-process.ts";
import type { Port } from "../worker/link.ts";

export type HostParts = {
  /** Starts the host's program. */
  start(): Promise<PageProcess>;
  /** Packages that the lab's files may import, besides the SDK. */
  readonly packages: readonly string[];
  /** Something of this host failed outside of its link. */
  broke(key: number, message: string): void;
  /** The first host process is up. */
  up(): void;
};

type Living = { readonly process: Promise<PageProcess>; readonly life: Promise<Port>; ended: boolean };

export interface PageHosts {
  /** What an engine process may ask; `channels` are that engine's. */
  calls(channels: Channels): Pick<ContainerPageCalls, "spawn" | "attach" | "end" | "serving">;
  /** For the next engine: the host that serves lives on, whatever else was being made ready does not. */
  living(): LivingHosts;
  endAll(): void;
}

export function createPageHosts({ start, packages, broke, up }: HostParts): PageHosts {
  const alive = new Map<number, Living>();
  let lastKey = 0;
  let links = 0;
  let serving: Serving | undefined;

  const end = (key: number): void => {
    const host = alive.get(key);
    if (!host) return;
    host.ended = true;
    alive.delete(key);
    void host.process.then((process) => process.kill()).catch(() => undefined);
  };
  function born(key: number): Living {
    const process = start();
    const host: Living = { process, life: process.then((born) => born.channels.open(LIFE_CHANNEL)), ended: false };
    host.life.then(
      (life) =>
        (life.onmessage = ({ data }: MessageEvent<HostNews>) => {
          if (data.type === "up") up();
          else broke(key, data.message);
        }),
      (error: unknown) => broke(key, String(error)),
    );
    process
      .then((it) => it.ended)
      .then(
        (how) => host.ended || broke(key, `The host's process is gone. ${how}`),
        () => undefined,
      );
    return host;
  }
  async function join(key: number, channels: Channels): Promise<void> {
    const host = alive.get(key);
    if (!host) return;
    const controller = controllerChannel((links += 1));
    const [process, life] = await Promise.all([host.process, host.life]);
    bridge(process.channels.open(controller), channels.open(hostChannel(key)));
    life.postMessage({ controller, packages });
  }

  return {
    calls: (channels) => ({
      spawn(key) {
        alive.set(key, born(key));
        lastKey = Math.max(lastKey, key);
        void join(key, channels).catch(() => undefined);
      },
      attach: (key) => void join(key, channels).catch(() => undefined),
      end,
      serving: (now) => void (serving = now),
    }),
    living() {
      for (const key of alive.keys()) if (key !== serving?.key) end(key);
      return { lastKey, serving };
    },
    endAll: () => alive.forEach((_, key) => end(key)),
  };
}
