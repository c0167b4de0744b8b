// The engine's process: one lab's controller with its engine, world and store; it owns the lab's clock. The page asks it as a session
// over standard input and output. It may be killed at any moment: what it must remember is in its folder.
import type { LabController } from "../../place/controller/controller.ts";
import type { Capabilities } from "../../session/lab-session.ts";
import { sessionCalls } from "../../session/remote-session.ts";
import type { SandboxedHosts } from "../worker/sandboxed-host.ts";
import type { Supervisor } from "../worker/host-body.ts";
import { openLabController } from "../worker/lab-controller.ts";
import { type Link, openLink } from "../worker/link.ts";
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

type Page = Link<ContainerPageCalls>;

/** Turns of the page that a host may leave unanswered: its answers have a longer way, and start more slowly. */
const PATIENCE = 20;
const FOLDER = "storage";

serve(openProcessChannels());

function serve(channels: Channels): void {
  let controller: LabController | undefined;
  let hosts: SandboxedHosts | undefined;
  const opened = (): LabController => {
    if (!controller) throw new Error("This lab is not open yet.");
    return controller;
  };
  const offers: ContainerEngineCalls = {
    ...sessionCalls(() => opened().session),
    async open(opening) {
      const place = await openPlace(opening, channels, page, (made) => (hosts = made));
      controller = place.controller;
      return place.capabilities;
    },
    broke: (key, message) => hosts?.broke(key, message),
  };
  const page: Page = openLink(channels.open(PAGE_CHANNEL), offers);
}

async function openPlace(opening: ContainerOpening, channels: Channels, page: Page, made: (hosts: SandboxedHosts) => void) {
  const capabilities: Capabilities = { keeps: opening.keeps, place: "webcontainer" };
  const controller = await openLabController({
    opening,
    // The page starts an engine when the one before has ended.
    store: await openFileStore(FOLDER, { takeOver: true }),
    capabilities,
    database: opening.database ? channels.open(DATABASE_CHANNEL) : undefined,
    turn: () => new Promise((resolve) => void setImmediate(resolve)),
    hosts: {
      supervisor: supervise(channels, page),
      ahead: false,
      patience: PATIENCE,
    },
    made,
    updated: (update) => page.tell("updated", update),
  });
  return { controller, capabilities };
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
    ping: () => page.ask("ping"),
  };
}
