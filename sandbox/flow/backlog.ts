// The backlog: calls that must wait for a gate (a concurrency slot, a throttle), and which of them goes next.
// Promise: of all calls that could go now, the one with the lowest score goes, then the one that came first; no call is forgotten.
//
// Calls that want the same gates stand in one lane, so that only the first call of a lane is ever looked at. Lanes are the leaves of
// a tree of nodes. A lane hangs below its rarest gate, then below a group for the next one, up to the gate that most lanes share.
// Each node is either parked at its own gate, which is closed, or has handed its best call to the node above. A gate that opens
// therefore moves the few nodes parked at it, and never every lane that wants it. Where a node is parked decides nothing, it only
// saves time: `next` asks every gate on its way whether it is open.
// Cost: logarithmic in the number of waiting calls, for each gate that opens and each closed gate that is met. L6, L9.
import type { Instant } from "../log/facts.ts";
import { decrement, increment, type Counts } from "./counts.ts";
import { pop, push, type Ranked } from "./heap.ts";

/** Whether a gate is open: now, at an instant that is known, or once a holder releases it. */
export type Opening = "open" | "when freed" | Instant;
/** What the backlog asks about a gate. Several gates may measure one bucket, each by its own limit. */
export type Gates<G> = {
  readonly nameOf: (gate: G) => string;
  readonly bucketOf: (gate: G) => string;
  readonly opening: (gate: G) => Opening;
};

type Ticket = Ranked & { readonly id: string };
/** A ticket in its lane, or the best of a node in the node above. Out of date once the ticket or the node has another stamp. */
type Item = Ranked & { readonly name: string; readonly stamp: number };
/**
 * `heap`: a lane's tickets, or the best of each child that has handed it up. `wants`: names of a lane's gates.
 * `children`: how many nodes hang below. `at`: handed up, parked at its gate, or empty.
 */
type Node<G> = {
  readonly gate: G;
  readonly above: string | null;
  readonly heap: Item[];
  readonly wants: readonly string[];
  children: number;
  at: "up" | "gate" | "nowhere";
  stamp: number;
};
/** A gate with the nodes that are parked at it. `alarm`: when it is looked at again. */
type Parking<G> = { readonly gate: G; readonly nodes: { readonly name: string; readonly stamp: number }[]; alarm: Instant | null };
type Alarm = Ranked & { readonly gate: string };

export type Backlog<G> = {
  readonly tickets: { [id: string]: { readonly lane: string; readonly stamp: number } };
  readonly nodes: { [name: string]: Node<G> };
  /** How many lanes want each gate. */
  readonly wanted: Counts;
  readonly parkings: { [gate: string]: Parking<G> };
  readonly parkingsOf: { [bucket: string]: string[] };
  /** The best of each node that has none above. */
  readonly top: Item[];
  readonly alarms: Alarm[];
  stamps: number;
};

export function createBacklog<G>(): Backlog<G> {
  return { tickets: {}, nodes: {}, wanted: {}, parkings: {}, parkingsOf: {}, top: [], alarms: [], stamps: 0 };
}

/** Adds a call. The same id again gives up its old place. */
export function enqueue<G>(backlog: Backlog<G>, { id, score, order }: Ticket, gates: readonly G[], how: Gates<G>): void {
  dequeue(backlog, id, how);
  const lane = laneFor(backlog, gates, how);
  const stamp = (backlog.stamps += 1);
  backlog.tickets[id] = { lane, stamp };
  const heap = lane === "" ? backlog.top : (backlog.nodes[lane]?.heap ?? []);
  push(heap, { name: id, score, order, stamp });
  if (heap[0]?.stamp === stamp) propagate(backlog, lane, how);
}

/** Removes a call, because it goes out or because its run has ended. */
export function dequeue<G>(backlog: Backlog<G>, id: string, how: Gates<G>): void {
  const ticket = backlog.tickets[id];
  if (ticket === undefined) return;
  delete backlog.tickets[id];
  const lane = backlog.nodes[ticket.lane];
  if (lane === undefined || lane.heap[0]?.stamp !== ticket.stamp) return;
  const isEmpty = peek(backlog, lane.heap) === undefined;
  propagate(backlog, ticket.lane, how);
  if (isEmpty) removeLane(backlog, ticket.lane);
}

/** A holder has released this bucket: what is parked at a gate of it that is open now moves on. */
export function released<G>(backlog: Backlog<G>, bucket: string, how: Gates<G>): void {
  for (const gate of [...(backlog.parkingsOf[bucket] ?? [])]) reopen(backlog, gate, how);
}

/** The call that goes next, if one may go now. */
export function next<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): string | undefined {
  fireAlarms(backlog, now, how);
  let heap = backlog.top;
  for (let first = peek(backlog, heap), above = ""; first !== undefined; first = peek(backlog, heap)) {
    const node = backlog.nodes[first.name];
    // No node has this name: it is a ticket's.
    if (node === undefined) return first.name;
    if (how.opening(node.gate) === "open") [heap, above] = [node.heap, first.name];
    else {
      pop(heap);
      park(backlog, first.name, node, how);
      propagate(backlog, above, how);
      [heap, above] = [backlog.top, ""];
    }
  }
  return undefined;
}

/** When a gate opens by itself at which a call waits. To be asked after `next` found none. */
export function nextAt<G>(backlog: Backlog<G>, how: Gates<G>): Instant | undefined {
  for (let first = backlog.alarms[0]; first !== undefined; first = backlog.alarms[0]) {
    const parking = parkingAt(backlog, first.gate, how);
    const opening = parking === undefined ? undefined : how.opening(parking.gate);
    if (opening === "open" || (typeof opening === "number" && opening <= first.score)) return first.score;
    pop(backlog.alarms);
    if (parking !== undefined && parking.alarm === first.score) parking.alarm = null;
    if (typeof opening === "number") setAlarm(backlog, first.gate, opening);
  }
  return undefined;
}

/** The best item that is up to date; drops those that are not. */
function peek<G>({ tickets, nodes }: Backlog<G>, heap: Item[]): Item | undefined {
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    const node = nodes[first.name];
    if (node === undefined ? tickets[first.name]?.stamp === first.stamp : node.at === "up" && node.stamp === first.stamp) return first;
    pop(heap);
  }
  return undefined;
}

/** A node has another best call: from here up each node hands up its own anew, as far as that changes anything. */
function propagate<G>(backlog: Backlog<G>, from: string, how: Gates<G>): void {
  for (let name: string | null = from; name !== null;) {
    const node: Node<G> | undefined = backlog.nodes[name];
    if (node === undefined || node.at === "gate") return;
    const heap = node.above === null ? backlog.top : (backlog.nodes[node.above]?.heap ?? []);
    const before = heap[0];
    const best = peek(backlog, node.heap);
    node.stamp = backlog.stamps += 1;
    if (best === undefined) node.at = "nowhere";
    else if (how.opening(node.gate) !== "open") park(backlog, name, node, how);
    else {
      node.at = "up";
      push(heap, { score: best.score, order: best.order, name, stamp: node.stamp });
    }
    if (peek(backlog, heap) === before) return;
    name = node.above;
  }
}

function park<G>(backlog: Backlog<G>, name: string, node: Node<G>, how: Gates<G>): void {
  const gate = how.nameOf(node.gate);
  let parking = backlog.parkings[gate];
  if (parking === undefined) {
    parking = backlog.parkings[gate] = { gate: node.gate, nodes: [], alarm: null };
    (backlog.parkingsOf[how.bucketOf(node.gate)] ??= []).push(gate);
  }
  node.at = "gate";
  node.stamp = backlog.stamps += 1;
  parking.nodes.push({ name, stamp: node.stamp });
  const opening = how.opening(node.gate);
  if (typeof opening === "number") setAlarm(backlog, gate, opening);
}

/** What is parked at an open gate moves on. A closed gate that knows when it opens gets an alarm. */
function reopen<G>(backlog: Backlog<G>, gate: string, how: Gates<G>): void {
  const parking = parkingAt(backlog, gate, how);
  if (parking === undefined) return;
  const opening = how.opening(parking.gate);
  if (typeof opening === "number") setAlarm(backlog, gate, opening);
  if (opening !== "open") return;
  for (const { name, stamp } of parking.nodes.splice(0)) {
    const node = backlog.nodes[name];
    if (node?.stamp !== stamp) continue;
    node.at = "nowhere";
    propagate(backlog, name, how);
  }
  parkingAt(backlog, gate, how);
}

/** What is parked at this gate. The entry of a gate at which nothing is parked any more is removed. */
function parkingAt<G>({ nodes, parkings, parkingsOf }: Backlog<G>, gate: string, { bucketOf }: Gates<G>): Parking<G> | undefined {
  const parking = parkings[gate];
  if (parking === undefined) return undefined;
  for (let last = parking.nodes.at(-1); last !== undefined; last = parking.nodes.at(-1)) {
    if (nodes[last.name]?.stamp === last.stamp) return parking;
    parking.nodes.pop();
  }
  delete parkings[gate];
  const bucket = bucketOf(parking.gate);
  const others = (parkingsOf[bucket] ?? []).filter((other) => other !== gate);
  if (others.length === 0) delete parkingsOf[bucket];
  else parkingsOf[bucket] = others;
  return undefined;
}

/** The lane of these gates. A new one is hung below the rarest of them. */
function laneFor<G>(backlog: Backlog<G>, gates: readonly G[], { nameOf }: Gates<G>): string {
  if (gates.length === 0) return "";
  const { nodes, wanted } = backlog;
  const names = gates.map(nameOf);
  const lane = `lane ${JSON.stringify(names)}`;
  if (nodes[lane] !== undefined) return lane;
  for (const name of names) increment(wanted, name);
  const rareFirst = gates.map((gate, n) => ({ gate, name: names[n] ?? "" })).sort((a, b) => (wanted[a.name] ?? 0) - (wanted[b.name] ?? 0));
  let above: string | null = null;
  for (let from = rareFirst.length - 1; from >= 0; from -= 1) {
    const isLane = from === 0;
    const name = isLane ? lane : `group ${JSON.stringify(rareFirst.slice(from).map((each) => each.name))}`;
    if (nodes[name] === undefined) {
      const { gate } = rareFirst[from] as { readonly gate: G };
      nodes[name] = { gate, above, heap: [], wants: isLane ? names : [], children: 0, at: "nowhere", stamp: 0 };
      if (above !== null) (nodes[above] as Node<G>).children += 1;
    }
    above = name;
  }
  return lane;
}

/** Removes a lane without tickets, and each group that has no children any more. */
function removeLane<G>({ nodes, wanted }: Backlog<G>, lane: string): void {
  for (const name of nodes[lane]?.wants ?? []) decrement(wanted, name);
  for (let name: string | null = lane; name !== null;) {
    const node: Node<G> | undefined = nodes[name];
    if (node === undefined || node.children > 0) return;
    delete nodes[name];
    name = node.above;
    if (name !== null) (nodes[name] as Node<G>).children -= 1;
  }
}

function setAlarm<G>(backlog: Backlog<G>, name: string, at: Instant): void {
  const parking = backlog.parkings[name];
  if (parking === undefined || (parking.alarm !== null && parking.alarm <= at)) return;
  parking.alarm = at;
  push(backlog.alarms, { score: at, order: (backlog.stamps += 1), gate: name });
}

function fireAlarms<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): void {
  for (let first = backlog.alarms[0]; first !== undefined && first.score <= now; first = backlog.alarms[0]) {
    pop(backlog.alarms);
    const parking = backlog.parkings[first.gate];
    if (parking?.alarm === first.score) parking.alarm = null;
    reopen(backlog, first.gate, how);
  }
}
