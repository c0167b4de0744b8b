// The backlog: calls that must wait for a gate (a slot, a throttle), and which of them goes next.
// Promise: of all that could go now, the one with the least score goes, then the one that came first; nobody is forgotten.
// How: those that want the same gates stand in one lane, so only a lane's head is ever looked at. A lane is parked at one gate
// that is closed to it. When a gate opens it sends its best lane forward, and another one when that lane has gone or was stopped.
// Where a lane is parked is a matter of speed and decides nothing: `next` may re-park lanes, yet always names the same call.
// Cost: logarithmic in those who wait, plus one step for each lane that another gate stops meanwhile. L6, L9.
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
/** A ticket in a lane; out of date when its id has left or stands elsewhere with another stamp. */
type Standing = Ticket & { readonly stamp: number };
type Lane<G> = { readonly gates: readonly G[]; readonly line: Standing[]; stamp: number };
/** A lane's head in a heap; out of date when the lane has another stamp. `via`: the gate that sent it forward. */
type Entry = Ranked & { readonly lane: string; readonly stamp: number; readonly via?: string };
type Stop<G> = { readonly gate: G; readonly parked: Entry[]; alarm: Instant | null };
type Alarm = Ranked & { readonly gate: string };

export type Backlog<G> = {
  readonly tickets: { [id: string]: { readonly lane: string; readonly stamp: number } };
  readonly lanes: { [lane: string]: Lane<G> };
  readonly stops: { [gate: string]: Stop<G> };
  readonly stopsOf: { [bucket: string]: string[] };
  readonly ready: Entry[];
  readonly alarms: Alarm[];
  stamps: number;
};

export function createBacklog<G>(): Backlog<G> {
  return { tickets: {}, lanes: {}, stops: {}, stopsOf: {}, ready: [], alarms: [], stamps: 0 };
}

/** Puts a call into the line. The same id again gives up its old place. */
export function join<G>(backlog: Backlog<G>, ticket: Ticket, gates: readonly G[], how: Gates<G>): void {
  leave(backlog, ticket.id, how);
  const name = JSON.stringify(gates.map(how.nameOf));
  const lane = (backlog.lanes[name] ??= { gates, line: [], stamp: 0 });
  const stamp = (backlog.stamps += 1);
  push(lane.line, { id: ticket.id, score: ticket.score, order: ticket.order, stamp });
  backlog.tickets[ticket.id] = { lane: name, stamp };
  if (lane.line[0]?.stamp === stamp) place(backlog, name, lane, how);
}

/** Takes a call out of the line, because it goes or because its run is over. */
export function leave<G>(backlog: Backlog<G>, id: string, how: Gates<G>): void {
  const ticket = backlog.tickets[id];
  const lane = ticket === undefined ? undefined : backlog.lanes[ticket.lane];
  if (ticket === undefined || lane === undefined) return;
  delete backlog.tickets[id];
  if (lane.line[0]?.stamp !== ticket.stamp) return;
  while (lane.line[0] !== undefined && !isLive(backlog, lane.line[0])) pop(lane.line);
  if (lane.line.length === 0) delete backlog.lanes[ticket.lane];
  else place(backlog, ticket.lane, lane, how);
}

/** Somebody let go of this bucket: each gate at it that is open now sends its best lane forward. */
export function freed<G>(backlog: Backlog<G>, bucket: string, how: Gates<G>): void {
  for (const gate of backlog.stopsOf[bucket] ?? []) forward(backlog, gate, how);
}

/** The call that goes next, if one may go now. */
export function next<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): string | undefined {
  ring(backlog, now, how);
  for (let top = backlog.ready[0]; top !== undefined; top = backlog.ready[0]) {
    const lane = current(backlog, top);
    const closed = lane === undefined ? undefined : closedOf(lane, how);
    if (lane !== undefined && closed === undefined) return lane.line[0]?.id;
    pop(backlog.ready);
    if (closed !== undefined) park(backlog, closed, top, how);
    if (top.via !== undefined) forward(backlog, top.via, how);
  }
  return undefined;
}

/** When a gate opens by itself at which somebody waits; to be asked after `next` found nobody. */
export function nextAt<G>(backlog: Backlog<G>, how: Gates<G>): Instant | undefined {
  for (let top = backlog.alarms[0]; top !== undefined; top = backlog.alarms[0]) {
    const stop = backlog.stops[top.gate];
    const opening = stop === undefined || best(backlog, top.gate, stop, how) === undefined ? undefined : how.opening(stop.gate);
    if (opening === "open" || (typeof opening === "number" && opening <= top.score)) return top.score;
    pop(backlog.alarms);
    if (stop !== undefined && stop.alarm === top.score) stop.alarm = null;
    if (typeof opening === "number") setAlarm(backlog, top.gate, opening);
  }
  return undefined;
}

function isLive<G>(backlog: Backlog<G>, { id, stamp }: Standing): boolean {
  return backlog.tickets[id]?.stamp === stamp;
}

function current<G>(backlog: Backlog<G>, { lane: name, stamp }: Entry): Lane<G> | undefined {
  const lane = backlog.lanes[name];
  return lane?.stamp === stamp ? lane : undefined;
}

function closedOf<G>({ gates }: Lane<G>, { opening }: Gates<G>): G | undefined {
  return gates.find((gate) => opening(gate) !== "open");
}

/** Where a lane stands anew, whenever it has another head. */
function place<G>(backlog: Backlog<G>, name: string, lane: Lane<G>, how: Gates<G>): void {
  const head = lane.line[0];
  if (head === undefined) return;
  lane.stamp = backlog.stamps += 1;
  const entry: Entry = { score: head.score, order: head.order, lane: name, stamp: lane.stamp };
  const closed = closedOf(lane, how);
  if (closed === undefined) push(backlog.ready, entry);
  else park(backlog, closed, entry, how);
}

function park<G>(backlog: Backlog<G>, gate: G, { score, order, lane, stamp }: Entry, how: Gates<G>): void {
  const name = how.nameOf(gate);
  let stop = backlog.stops[name];
  if (stop === undefined) {
    stop = backlog.stops[name] = { gate, parked: [], alarm: null };
    (backlog.stopsOf[how.bucketOf(gate)] ??= []).push(name);
  }
  push(stop.parked, { score, order, lane, stamp });
  const opening = how.opening(gate);
  if (typeof opening === "number") setAlarm(backlog, name, opening);
}

/** An open gate sends its best lane; a closed one that knows its time sets its alarm. */
function forward<G>(backlog: Backlog<G>, name: string, how: Gates<G>): void {
  const stop = backlog.stops[name];
  if (stop === undefined) return;
  const first = best(backlog, name, stop, how);
  if (first === undefined) return;
  const opening = how.opening(stop.gate);
  if (typeof opening === "number") setAlarm(backlog, name, opening);
  if (opening !== "open") return;
  pop(stop.parked);
  push(backlog.ready, { ...first, via: name });
}

/** The best lane parked at a gate. A gate at which nobody is parked any more is forgotten. */
function best<G>(backlog: Backlog<G>, name: string, stop: Stop<G>, { bucketOf }: Gates<G>): Entry | undefined {
  while (stop.parked[0] !== undefined && current(backlog, stop.parked[0]) === undefined) pop(stop.parked);
  if (stop.parked[0] !== undefined) return stop.parked[0];
  delete backlog.stops[name];
  const bucket = bucketOf(stop.gate);
  const left = (backlog.stopsOf[bucket] ?? []).filter((other) => other !== name);
  if (left.length === 0) delete backlog.stopsOf[bucket];
  else backlog.stopsOf[bucket] = left;
  return undefined;
}

function setAlarm<G>(backlog: Backlog<G>, name: string, at: Instant): void {
  const stop = backlog.stops[name];
  if (stop === undefined || (stop.alarm !== null && stop.alarm <= at)) return;
  stop.alarm = at;
  push(backlog.alarms, { score: at, order: (backlog.stamps += 1), gate: name });
}

function ring<G>(backlog: Backlog<G>, now: Instant, how: Gates<G>): void {
  for (let top = backlog.alarms[0]; top !== undefined && top.score <= now; top = backlog.alarms[0]) {
    pop(backlog.alarms);
    const stop = backlog.stops[top.gate];
    if (stop?.alarm === top.score) stop.alarm = null;
    forward(backlog, top.gate, how);
  }
}
