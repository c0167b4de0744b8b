// The backlog: calls that must wait for a gate (a slot, a throttle), and which of them goes next.
// Promise: of all that could go now, the one with the least score goes, then the one that came first; nobody is forgotten.
// How: those that want the same gates stand in one lane, so only a lane's head is ever looked at. Lanes are the leaves of a tree:
// a lane stands behind its rarest gate, then in a group behind the next one, up to the gate that most lanes share. Each node
// either lies at its own gate, which is closed, or has handed its best up. So a gate that opens moves its own few nodes, and
// never every lane behind it. Where a node lies is a matter of speed and decides nothing: `next` looks at each gate it passes.
// Cost: logarithmic in those who wait, for each gate that opens and each closed one that is met. L6, L9.
import type { Instant } from "../log/facts.ts";
import { pop, push, type Ranked } from "./heap.ts";

/** Whether a gate is open: now, at an instant that is known, or once somebody lets go of it. */
export type Opening = "open" | "when freed" | Instant;
export type Gates<G> = {
  readonly nameOf: (gate: G) => string;
  readonly bucketOf: (gate: G) => string;
  readonly opening: (gate: G) => Opening;
};

type Ticket = Ranked & { readonly id: string };
/** A ticket in its lane, or a node's best in the node above; out of date when the ticket or the node has another stamp. */
type Item = Ranked & { readonly name: string; readonly stamp: number };
/** `heap`: a lane's tickets, or the best of each node that has handed it up. `wants`: a lane's gates. `below`: how many nodes hang here. */
type Node<G> = {
  readonly gate: G;
  readonly above: string | null;
  readonly heap: Item[];
  readonly wants: readonly string[];
  below: number;
  at: "up" | "gate" | "nowhere";
  stamp: number;
};
/** The nodes that lie at a closed gate. */
type Stop<G> = { readonly gate: G; readonly nodes: { readonly name: string; readonly stamp: number }[]; alarm: Instant | null };
type Alarm = Ranked & { readonly gate: string };

export type Backlog<G> = {
  readonly tickets: { [id: string]: { readonly lane: string; readonly stamp: number } };
  readonly nodes: { [name: string]: Node<G> };
  /** How many lanes want each gate. */
  readonly wanted: { [gate: string]: number };
  readonly stops: { [gate: string]: Stop<G> };
  readonly stopsOf: { [bucket: string]: string[] };
  /** The best of each node above which there is none. */
  readonly top: Item[];
  readonly alarms: Alarm[];
  stamps: number;
};

export function createBacklog<G>(): Backlog<G> {
  return { tickets: {}, nodes: {}, wanted: {}, stops: {}, stopsOf: {}, top: [], alarms: [], stamps: 0 };
}

/** Puts a call into the line. The same id again gives up its old place. */
export function join<G>(backlog: Backlog<G>, { id, score, order }: Ticket, gates: readonly G[], how: Gates<G>): void {
  leave(backlog, id, how);
  const lane = laneFor(backlog, gates, how);
  const stamp = (backlog.stamps += 1);
  backlog.tickets[id] = { lane, stamp };
  const heap = lane === "" ? backlog.top : (backlog.nodes[lane]?.heap ?? []);
  push(heap, { name: id, score, order, stamp });
  if (heap[0]?.stamp === stamp) settle(backlog, lane, how);
}

/** Takes a call out of the line, because it goes or because its run is over. */
export function leave<G>(backlog: Backlog<G>, id: string, how: Gates<G>): void {
  const ticket = backlog.tickets[id];
  if (ticket === undefined) return;
  delete backlog.tickets[id];
  const lane = backlog.nodes[ticket.lane];
  if (lane === undefined || lane.heap[0]?.stamp !== ticket.stamp) return;
  const isEmpty = head(backlog, lane.heap) === undefined;
  settle(backlog, ticket.lane, how);
  if (isEmpty) remove(backlog, ticket.lane);
}

/** Somebody let go of this bucket: what lies at a gate of it that is open now goes on. */
export function freed<G>(backlog: Backlog<G>, bucket: string, how: Gates<G>): void {
  for (const gate of [...(backlog.stopsOf[bucket] ?? [])]) forward(backlog, gate, how);
}

/** The call that goes next, if one may go now. */
export function next<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): string | undefined {
  ring(backlog, now, how);
  let heap = backlog.top;
  for (let first = head(backlog, heap), above = ""; first !== undefined; first = head(backlog, heap)) {
    const node = backlog.nodes[first.name];
    // A ticket.
    if (node === undefined) return first.name;
    if (how.opening(node.gate) === "open") [heap, above] = [node.heap, first.name];
    else {
      pop(heap);
      park(backlog, first.name, node, how);
      settle(backlog, above, how);
      [heap, above] = [backlog.top, ""];
    }
  }
  return undefined;
}

/** When a gate opens by itself at which somebody waits; to be asked after `next` found nobody. */
export function nextAt<G>(backlog: Backlog<G>, how: Gates<G>): Instant | undefined {
  for (let first = backlog.alarms[0]; first !== undefined; first = backlog.alarms[0]) {
    const stop = waitedAt(backlog, first.gate, how);
    const opening = stop === undefined ? undefined : how.opening(stop.gate);
    if (opening === "open" || (typeof opening === "number" && opening <= first.score)) return first.score;
    pop(backlog.alarms);
    if (stop !== undefined && stop.alarm === first.score) stop.alarm = null;
    if (typeof opening === "number") setAlarm(backlog, first.gate, opening);
  }
  return undefined;
}

/** The best that is up to date. */
function head<G>({ tickets, nodes }: Backlog<G>, heap: Item[]): Item | undefined {
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    const node = nodes[first.name];
    if (node === undefined ? tickets[first.name]?.stamp === first.stamp : node.at === "up" && node.stamp === first.stamp) return first;
    pop(heap);
  }
  return undefined;
}

/** A node has another best: from here up each one hands up its own anew, as far as that changes anything. */
function settle<G>(backlog: Backlog<G>, from: string, how: Gates<G>): void {
  for (let name: string | null = from; name !== null;) {
    const node: Node<G> | undefined = backlog.nodes[name];
    if (node === undefined || node.at === "gate") return;
    const heap = node.above === null ? backlog.top : (backlog.nodes[node.above]?.heap ?? []);
    const before = heap[0];
    const best = head(backlog, node.heap);
    node.stamp = backlog.stamps += 1;
    if (best === undefined) node.at = "nowhere";
    else if (how.opening(node.gate) !== "open") park(backlog, name, node, how);
    else {
      node.at = "up";
      push(heap, { score: best.score, order: best.order, name, stamp: node.stamp });
    }
    if (head(backlog, heap) === before) return;
    name = node.above;
  }
}

function park<G>(backlog: Backlog<G>, name: string, node: Node<G>, how: Gates<G>): void {
  const gate = how.nameOf(node.gate);
  let stop = backlog.stops[gate];
  if (stop === undefined) {
    stop = backlog.stops[gate] = { gate: node.gate, nodes: [], alarm: null };
    (backlog.stopsOf[how.bucketOf(node.gate)] ??= []).push(gate);
  }
  node.at = "gate";
  node.stamp = backlog.stamps += 1;
  stop.nodes.push({ name, stamp: node.stamp });
  const opening = how.opening(node.gate);
  if (typeof opening === "number") setAlarm(backlog, gate, opening);
}

/** What lies at an open gate goes on; a closed one that knows its time sets its alarm. */
function forward<G>(backlog: Backlog<G>, gate: string, how: Gates<G>): void {
  const stop = waitedAt(backlog, gate, how);
  if (stop === undefined) return;
  const opening = how.opening(stop.gate);
  if (typeof opening === "number") setAlarm(backlog, gate, opening);
  if (opening !== "open") return;
  for (const { name, stamp } of stop.nodes.splice(0)) {
    const node = backlog.nodes[name];
    if (node?.stamp !== stamp) continue;
    node.at = "nowhere";
    settle(backlog, name, how);
  }
  waitedAt(backlog, gate, how);
}

/** The stop at this gate. One at which nothing lies any more is forgotten. */
function waitedAt<G>({ nodes, stops, stopsOf }: Backlog<G>, gate: string, { bucketOf }: Gates<G>): Stop<G> | undefined {
  const stop = stops[gate];
  if (stop === undefined) return undefined;
  for (let last = stop.nodes.at(-1); last !== undefined; last = stop.nodes.at(-1)) {
    if (nodes[last.name]?.stamp === last.stamp) return stop;
    stop.nodes.pop();
  }
  delete stops[gate];
  const bucket = bucketOf(stop.gate);
  const left = (stopsOf[bucket] ?? []).filter((other) => other !== gate);
  if (left.length === 0) delete stopsOf[bucket];
  else stopsOf[bucket] = left;
  return undefined;
}

/** The lane of these gates; a new one stands behind the rarest of them. */
function laneFor<G>(backlog: Backlog<G>, gates: readonly G[], { nameOf }: Gates<G>): string {
  if (gates.length === 0) return "";
  const { nodes, wanted } = backlog;
  const names = gates.map(nameOf);
  const lane = `lane ${JSON.stringify(names)}`;
  if (nodes[lane] !== undefined) return lane;
  for (const name of names) wanted[name] = (wanted[name] ?? 0) + 1;
  const rareFirst = gates.map((gate, n) => ({ gate, name: names[n] ?? "" })).sort((a, b) => (wanted[a.name] ?? 0) - (wanted[b.name] ?? 0));
  let above: string | null = null;
  for (let from = rareFirst.length - 1; from >= 0; from -= 1) {
    const isLane = from === 0;
    const name = isLane ? lane : `group ${JSON.stringify(rareFirst.slice(from).map((each) => each.name))}`;
    if (nodes[name] === undefined) {
      const { gate } = rareFirst[from] as { readonly gate: G };
      nodes[name] = { gate, above, heap: [], wants: isLane ? names : [], below: 0, at: "nowhere", stamp: 0 };
      if (above !== null) (nodes[above] as Node<G>).below += 1;
    }
    above = name;
  }
  return lane;
}

/** A lane without tickets goes, and with it each group that nothing hangs on any more. */
function remove<G>({ nodes, wanted }: Backlog<G>, lane: string): void {
  for (const name of nodes[lane]?.wants ?? []) {
    const left = (wanted[name] ?? 0) - 1;
    if (left > 0) wanted[name] = left;
    else delete wanted[name];
  }
  for (let name: string | null = lane; name !== null;) {
    const node: Node<G> | undefined = nodes[name];
    if (node === undefined || node.below > 0) return;
    delete nodes[name];
    name = node.above;
    if (name !== null) (nodes[name] as Node<G>).below -= 1;
  }
}

function setAlarm<G>(backlog: Backlog<G>, name: string, at: Instant): void {
  const stop = backlog.stops[name];
  if (stop === undefined || (stop.alarm !== null && stop.alarm <= at)) return;
  stop.alarm = at;
  push(backlog.alarms, { score: at, order: (backlog.stamps += 1), gate: name });
}

function ring<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): void {
  for (let first = backlog.alarms[0]; first !== undefined && first.score <= now; first = backlog.alarms[0]) {
    pop(backlog.alarms);
    const stop = backlog.stops[first.gate];
    if (stop?.alarm === first.score) stop.alarm = null;
    forward(backlog, first.gate, how);
  }
}
