// The engine's process: one lab's desk with its engine, world and store; it owns the lab's clock. The page asks it as a session
// over standard input and output. It may be killed at any moment: what it must remember is in its folder.
import { createEngine } from "../../engine/engine.ts";
import { type Desk, openDesk } from "../../place/desk/desk.ts";
import { restoreLog } from "../../place/desk/restore-log.ts";
import { createVirtualClock, type RealTimer } from "../../place/virtual-clock.ts";
import type { Capabilities } from "../../session/lab-session.ts";
import { createWorld } from "../../world/world.ts";
import { createSeededEntropy } from "../memory/entropy.ts";
import { type CagedHosts, createCagedHosts } from "../worker/caged-host.ts";
import type { Supervisor } from "../worker/host-body.ts";
import { type Calls, type Link, openLink } from "../worker/link.ts";
import { createPatientWorld } from "../worker/patient-world.ts";
import { createRemoteDatabase } from "../worker/remote-database.ts";
import { sessionCalls } from "../worker/remote-session.ts";
import {
  type ContainerEngineCalls,
  type ContainerOpening,
  type ContainerPageCalls,
  DATABASE_CHANNEL,
  hostChannel,
  PAGE_CHANNEL,
} from "./calls.ts";
import { bridge, type Channels } from "./channels.ts";
import { openFileStore } from "./file-store.ts";
import { openProcessChannels } from "./process-channels.ts";

type Page = Link<ContainerPageCalls & Calls>;

/** Ticks of a tenth of a second that a host may leave unanswered: its answers have a longer way, and start more slowly. */
const PATIENCE = 20;
const FOLDER = "storage";

const timer: RealTimer = {
  now: () => performance.now(),
  after: (ms, ring) => {
    const id = setTimeout(ring, ms);
    return () => clearTimeout(id);
  },
};

serve(openProcessChannels());

function serve(channels: Channels): void {
  let desk: Desk | undefined;
  let hosts: CagedHosts | undefined;
  const opened = (): Desk => {
    if (!desk) throw new Error("This lab is not open yet.");
    return desk;
  };
  const offers: ContainerEngineCalls = {
    ...sessionCalls(() => opened().session),
    async open(opening) {
      const place = await openPlace(opening, channels, page, (made) => (hosts = made));
      desk = place.desk;
      return place.capabilities;
    },
    broke: (key, message) => hosts?.broke(key, message),
  };
  const page: Page = openLink(channels.open(PAGE_CHANNEL), offers as unknown as Calls);
}

async function openPlace(opening: ContainerOpening, channels: Channels, page: Page, made: (hosts: CagedHosts) => void) {
  const { setup, awayMs, hosts: living, log } = opening;
  const capabilities: Capabilities = { keeps: opening.keeps, place: "webcontainer" };
  // The page starts an engine when the one before has ended.
  const store = await openFileStore(FOLDER, { takeOver: true });
  if (log) await restoreLog(store, log.facts);
  const before = await store.read(1);
  const clock = createVirtualClock(setup.startsAt, timer);
  const database = opening.database ? createRemoteDatabase(channels.open(DATABASE_CHANNEL)) : undefined;
  const desk: Desk = await openDesk({
    setup,
    store,
    capabilities,
    timer,
    clock,
    entropy: createSeededEntropy(setup.seed),
    openEngine: createEngine,
    world: createPatientWorld(createWorld(setup.world.options, database)),
    turn: () => new Promise((resolve) => void setImmediate(resolve)),
    openHosts(hostDesk) {
      const hosts = createCagedHosts({
        supervisor: supervise(channels, page),
        living,
        imports: setup.imports,
        desk: () => hostDesk,
        gone: ({ why, forMs }) => desk.contain(why, forMs),
        ahead: false,
        watching: { patience: PATIENCE, reachable: pageAnswers(page) },
      });
      made(hosts);
      return hosts;
    },
  });
  if (log) clock.goTo(Math.max(log.now, clock.now()));
  // What the opening itself has written is news to a page that has just seen an engine die.
  page.tell("updated", { facts: await desk.session.facts((before.at(-1)?.seq ?? 0) + 1), place: await desk.session.place() });
  desk.session.subscribe((update) => page.tell("updated", update));
  if (awayMs > 0 && before.some((fact) => fact.type === "run.created")) void desk.away(awayMs);
  return { desk, capabilities };
}

/** A page may be busy for a while (an editor that loads), and a host's answers pass through it: whether it answers now. */
function pageAnswers(page: Page): () => boolean {
  let asked = false;
  return () => {
    if (asked) return false;
    asked = true;
    void page.ask("ping").then(
      () => (asked = false),
      () => undefined,
    );
    return true;
  };
}

/** A host's port leads over the page to its process. */
function supervise(channels: Channels, page: Page): Supervisor {
  const join = (key: number, port: MessagePort): void => bridge(port, channels.open(hostChannel(key)));
  return {
    spawn(key, port) {
      join(key, port);
      page.tell("spawn", key);
    },
    attach(key, port) {
      join(key, port);
      page.tell("attach", key);
    },
    end: (key) => page.tell("end", key),
    serving: (now) => page.tell("serving", now),
  };
}
