// Connections to apps that are kept for the next call, and given up well before their server closes them: a server that is busy
// looks at its clock before it looks at what came.
import { Agent, type IncomingMessage } from "node:http";
import { Agent as SecureAgent } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

export type KeptConnections = {
  readonly http: Agent;
  readonly https: SecureAgent;
  /** To be told of every answer: its server may say how long it keeps the connection (`Keep-Alive: timeout=60`). */
  heard(answer: IncomingMessage): void;
};

const KEPT = { keepAlive: true, scheduling: "lifo" } as const;
/** Where the server says nothing. Many close after five seconds. */
const IDLE_MS = 1000;
const BEFORE_THE_SERVER_MS = 4000;
const LONGEST_MS = 120_000;

/** `idleMs`: how long a free connection is kept to a server that says nothing. */
export function keepConnections(idleMs = IDLE_MS): KeptConnections {
  const promised = new WeakMap<Duplex, number>();
  const idleOf = (socket: Duplex): number => Math.max(idleMs, (promised.get(socket) ?? 0) - BEFORE_THE_SERVER_MS);
  return {
    http: keeping(new Agent(KEPT), idleOf),
    https: keeping(new SecureAgent(KEPT), idleOf),
    heard({ headers, socket }) {
      const [, seconds] = /\btimeout=(\d+)/.exec(String(headers["keep-alive"])) ?? [];
      if (seconds !== undefined) promised.set(socket, Math.min(Number(seconds) * 1000, LONGEST_MS));
    },
  };
}

/** The agent's own `timeout` would count while a connection waits to be taken by an app at work: only those that are free are given up. */
function keeping<T extends Agent>(agent: T, idleOf: (socket: Duplex) => number): T {
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => unknown;
  agent.keepSocketAlive = (socket) => {
    const kept = keep(socket);
    (socket as Socket).setTimeout(idleOf(socket));
    return kept as void;
  };
  return agent;
}
