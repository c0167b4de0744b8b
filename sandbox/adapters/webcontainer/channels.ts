// Many ports over one wire: each link between page, engine and host has a channel of its own name. A port behaves as a
// MessagePort does where links depend on it: each message is a macrotask of its own, and what arrives early waits.
import type { Port } from "../worker/link.ts";
import type { Wire } from "./wire.ts";

export interface Channels {
  /** This side's end of the channel. A name is used once. */
  open(name: string): Port;
  /** For the wire: what has been heard. */
  heard(message: string): void;
}

type Packet = readonly [channel: string, data: unknown, gaps?: readonly number[]];

/** `wire` is asked for when something is sent; `soon` runs a function as a macrotask. */
export function createChannels(wire: () => Pick<Wire, "send">, soon: (run: () => void) => void): Channels {
  const open = new Map<string, Port>();
  const closed = new Set<string>();
  const waiting = new Map<string, unknown[]>();
  const deliver = (name: string, data: unknown): void =>
    soon(() => {
      const port = open.get(name);
      // A port that has been closed hears nothing.
      if (port?.onmessage) port.onmessage({ data } as MessageEvent);
    });
  return {
    heard(message) {
      const [name, data, gaps] = JSON.parse(message) as Packet;
      if (closed.has(name)) return;
      const whole = withGaps(data, gaps);
      const early = waiting.get(name);
      if (early) early.push(whole);
      else if (open.has(name)) deliver(name, whole);
      else waiting.set(name, [whole]);
    },
    open(name) {
      let hear: Port["onmessage"] = null;
      const port: Port = {
        postMessage: (data) => wire().send(JSON.stringify([name, data, ...gapsOf(data)])),
        close() {
          open.delete(name);
          waiting.delete(name);
          closed.add(name);
        },
        get onmessage() {
          return hear;
        },
        set onmessage(listener) {
          hear = listener;
          if (listener === null) return;
          const early = waiting.get(name) ?? [];
          waiting.delete(name);
          open.set(name, port);
          for (const data of early) deliver(name, data);
        },
      };
      return port;
    },
  };
}

/** Joins two ports: what one hears the other says. */
export function bridge(one: Port, other: Port): void {
  one.onmessage = ({ data }) => other.postMessage(data);
  other.onmessage = ({ data }) => one.postMessage(data);
}

// JSON makes null of an argument that was not given, so which ones these are travels beside.
type Args = { readonly args?: unknown };

function gapsOf(data: unknown): readonly (readonly number[])[] {
  const { args } = (data ?? {}) as Args;
  if (!Array.isArray(args)) return [];
  const gaps = args.flatMap((arg, index) => (arg === undefined ? [index] : []));
  return gaps.length === 0 ? [] : [gaps];
}

function withGaps(data: unknown, gaps: readonly number[] = []): unknown {
  const { args } = (data ?? {}) as Args;
  if (Array.isArray(args)) for (const index of gaps) args[index] = undefined;
  return data;
}
