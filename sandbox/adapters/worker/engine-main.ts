// The engine's worker: one lab's controller with its engine, world and store; it owns the lab's clock. The page asks it as a session
// and serves it as supervisor. It may be killed at any moment: what it must remember is in the store.
import type { EventStore } from "../../engine/ports/event-store.ts";
import type { LabController } from "../../place/controller/controller.ts";
import { realTimer } from "../../place/real-timer.ts";
import type { Capabilities } from "../../session/lab-session.ts";
import { sessionCalls } from "../../session/remote-session.ts";
import { createMemoryEventStore } from "../memory/event-store.ts";
import type { SandboxedHosts } from "./sandboxed-host.ts";
import type { EngineCalls, Opening, PageCalls } from "./calls.ts";
import { openIndexedDbStore } from "./indexed-db-store.ts";
import { openLabController } from "./lab-controller.ts";
import { type Calls, type Link, openLink } from "./link.ts";
import { createNews, type News } from "./news.ts";
import { BEAT_MS } from "./watchdog.ts";

/** Turns of the page for which storage may neither open nor fail (another tab blocks it): 3 s, and longer where the page stalls, as
 * WebKit opens a worker's storage by way of the page. Then it counts as missing. */
const STORAGE_PATIENCE = 30;

/** Too short to be seen, and longer than a host takes between what it tells and what it asks next. */
const FLUSH_DELAY_MS = 4;

/** Takes the page's port. */
export function receive({ ports }: MessageEvent): void {
  const port = ports[0];
  if (!port) return;
  let controller: LabController | undefined;
  let hosts: SandboxedHosts | undefined;
  const news = createNews((update) => page.tell("updated", update), realTimer.after);
  const opened = (): LabController => {
    if (!controller) throw new Error("This lab is not open yet.");
    return controller;
  };
  const offers: EngineCalls = {
    ...sessionCalls(() => opened().session),
    async open(opening, database) {
      const place = await openPlace(opening, database, { page, news, made: (made) => (hosts = made) });
      controller = place.controller;
      return place.capabilities;
    },
    broke: (key, message) => hosts?.broke(key, message),
  };
  const page: Link<PageCalls> = openLink(port, newsFirst(offers, news));
}

/** An answer never overtakes the news that led to it. */
function newsFirst(offers: Calls, news: News): Calls {
  const wrapped = Object.entries(offers).map(([name, offer]) => [
    name,
    (...args: never[]): Promise<unknown> => Promise.resolve(offer(...args)).finally(news.flush),
  ]);
  return Object.fromEntries(wrapped) as Calls;
}

type ToPage = { readonly page: Link<PageCalls>; readonly news: News; made(hosts: SandboxedHosts): void };

async function openPlace(opening: Opening, database: MessagePort | undefined, { page, news, made }: ToPage) {
  const stored = await openStored(opening.setup.id, () => page.ask("ping"));
  const capabilities: Capabilities = { keeps: stored !== undefined, place: "worker" };
  const controller = await openLabController({
    opening,
    store: stored ?? createMemoryEventStore(),
    capabilities,
    database,
    turn: () => new Promise((resolve) => oneMacrotask(resolve)),
    flushDelay: () => new Promise((over) => setTimeout(over, FLUSH_DELAY_MS)),
    hosts: {
      supervisor: {
        spawn: (key, port) => page.tellWith("spawn", [port], key, port),
        attach: (key, port) => page.tellWith("attach", [port], key, port),
        end: (key) => page.tell("end", key),
        serving: (now) => page.tell("serving", now),
        ping: () => page.ask("ping"),
      },
    },
    made,
    updated: news.add,
  });
  return { controller, capabilities };
}

async function openStored(lab: string, pingPage: () => Promise<void>): Promise<EventStore | undefined> {
  const late = async (): Promise<undefined> => {
    for (let turn = 0; turn < STORAGE_PATIENCE; turn += 1)
      await Promise.all([pingPage(), new Promise((beat) => setTimeout(beat, BEAT_MS))]);
    return undefined;
  };
  return Promise.race([openIndexedDbStore(lab).catch(() => undefined), late()]);
}

// A timer of 0 ms is held back when nested; a message is not.
const channel = new MessageChannel();
const turns: (() => void)[] = [];
channel.port1.onmessage = () => turns.shift()?.();
function oneMacrotask(then: () => void): void {
  turns.push(then);
  channel.port2.postMessage(undefined);
}
