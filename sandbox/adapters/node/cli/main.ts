// The command: settings in, a place that serves until somebody stops it. Prints what a person needs, one line each.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApi } from "../http/api.ts";
import { openNodePlace, type OpenPlace } from "../place.ts";
import { version } from "../version.ts";
import { parseCommand, type Settings } from "./args.ts";
import { helpText } from "./help.ts";
import { createMcpLater } from "./mcp.ts";
import * as messages from "./messages.ts";
import { portOwner } from "./port-owner.ts";
import { listen, type Listening } from "./server.ts";
import { openStorage } from "./storage.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs what was typed; resolves with the exit code, for `dev` once it has been stopped. */
export async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseCommand(argv);
  switch (parsed.type) {
    case "help":
      say(helpText());
      return 0;
    case "version":
      say(version);
      return 0;
    case "refused":
      complain(messages.refused(parsed.message));
      return 2;
    case "dev":
      return dev(parsed.settings);
  }
}

type Answer = (request: Request, env: object) => Response | Promise<Response>;

async function dev(settings: Settings): Promise<number> {
  const signals = hearSignals();
  // Whoever asks before the place is open waits for it.
  let open = (_answer: Answer): void => {};
  const answer = new Promise<Answer>((resolve) => (open = resolve));
  let listening: Listening | undefined;
  try {
    listening = await bind(settings, answer);
    const place = await openPlace(settings, listening.port);
    const api = createApi(place, apiOptions(settings, listening.port, place));
    open((request, env) => api.fetch(request, env));
    const isKeyed = settings.eventKeys.length > 0;
    say(messages.ready({ version, url: listening.url, where: place.store.where, ms: performance.now(), isKeyed }));
    if (isOpen(settings)) say(messages.open(settings.host));
    await place.seek();
    await signals.first;
    say(messages.shuttingDown(place.engine.inFlight()));
    // Apps still report what they have done while their calls end.
    const how = await place.close();
    await listening.close();
    say(messages.stopped(how));
    return 0;
  } catch (error) {
    await listening?.close();
    complain(error instanceof CannotListen ? error.message : messages.cannotOpen(error));
    return 1;
  }
}

class CannotListen extends Error {}

async function bind({ host, port }: Settings, answer: Promise<Answer>): Promise<Listening> {
  try {
    return await listen(host, port, async (request, env) => (await answer)(request, env));
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    const taken = problem.code === "EADDRINUSE";
    throw new CannotListen(taken ? messages.portTaken(host, port, portOwner(port)) : messages.cannotListen(host, port, problem));
  }
}

/** L11. The first signal lets open calls end; the second ends the process where it stands. The log has what both need. */
function hearSignals(): { readonly first: Promise<void> } {
  let heard = (): void => {};
  const first = new Promise<void>((resolve) => (heard = resolve));
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(130);
    asked = true;
    heard();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // Whoever read along may be gone; that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return { first };
}

async function openPlace(settings: Settings, port: number): Promise<OpenPlace> {
  const { urls, discovery, pollMs, retryIntervalMs, seed, signingKey, checkpointing, storage, keep } = settings;
  return openNodePlace({
    store: await openStorage(storage),
    urls,
    discovery,
    pollMs,
    retryIntervalMs,
    seed,
    signingKey,
    checkpointing,
    keep,
    port,
    onApp(now, before) {
      const line = messages.aboutApp(now, before);
      if (line !== undefined) (now.state === "registered" ? say : complain)(line);
    },
    onFailure: (why) => complain(messages.failed(why)),
  });
}

function apiOptions({ host, eventKeys, signingKey }: Settings, port: number, place: OpenPlace): Parameters<typeof createApi>[1] {
  const traceFolder = join(builtFolder(), "trace");
  const keyed = eventKeys.length > 0 || signingKey !== undefined;
  return {
    host,
    port,
    mcp: createMcpLater(place, join(builtFolder(), "docs.json")),
    ...(existsSync(traceFolder) ? { traceFolder } : {}),
    ...(keyed ? { keys: { eventKeys, signingKeys: signingKey === undefined ? [] : [signingKey] } } : {}),
  };
}

/** Where the build has put what the command serves: beside it, or, when it runs from its sources, in the project. */
function builtFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith("cli") ? join(here, "../../../../dist-engine") : here;
}

const isOpen = ({ host, eventKeys, signingKey }: Settings): boolean =>
  !/^(localhost|127(\.\d+){3}|::1)$/.test(host) && (eventKeys.length === 0 || signingKey === undefined);
