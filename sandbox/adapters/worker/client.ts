// The page's door to the worker place: opens a lab as owner or observer, and keeps one session through every change of role.
// The site imports this file lazily and nothing else of this folder.
import type { Instant } from "../../log/facts.ts";
import type { Capabilities, Exported, LabSession, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup, Loading, Opened } from "../../session/open.ts";
import { createRemoteSession } from "../../session/remote-session.ts";
import { stand } from "./election.ts";
import { deleteIndexedDbStore } from "./indexed-db-store.ts";
import { awayFor, forgetSeen, keepSeen, shownLast } from "./last-seen.ts";
import { mark } from "./marks.ts";
import { createMoves, type Elsewhere, type MoveParts } from "./moves.ts";
import { OnlyLooking, observeLab, tellObservers } from "./observed-lab.ts";
import { type Asker, type OwnedLab, ownLab, type OwnParts } from "./own-lab.ts";

type Role = "own" | "observer";
/** What answers the session at present: a lab owned by this tab, or one observed in another. */
type Behind = {
  readonly role: Role;
  readonly ask: Asker;
  capabilities(): Capabilities;
  restartEngine(): Promise<void>;
  dispose(): void | Promise<void>;
  readonly lastKnown?: OwnedLab["lastKnown"];
};

export type OpenOptions = {
  /** Another place that the lab can move to, loaded when it is chosen. */
  readonly elsewhere?: () => Promise<Elsewhere>;
  /** Told as often as something of the lab has come. */
  readonly loading?: (now: Loading) => void;
};

/** Opens a lab in this tab. Rejects with `PlaceFailed` when nothing can run here. */
export async function openLab(setup: LabSetup, { elsewhere, loading }: OpenOptions = {}): Promise<Opened> {
  const listeners = new Set<(update: SessionUpdate) => void>();
  const roleListeners = new Set<(role: Role) => void>();
  let disposed = false;
  let known: Behind | undefined;

  /** What the lab's clock shows: a reset sets it back, a new owner of the lab does not. */
  let shown = shownLast(setup.id);
  const shownAt = (): Instant | undefined => shown;
  const updated = (update: SessionUpdate): void => {
    shown = update.place.clock.now;
    if (update.facts.length > 0) mark("first-facts");
    for (const listener of listeners) listener(update);
  };
  const settle = (behind: Behind): Behind => {
    const changed = known && known.role !== behind.role;
    known = behind;
    if (disposed) void behind.dispose();
    else if (changed) for (const listener of roleListeners) listener(behind.role);
    return behind;
  };
  let behind: Promise<Behind>;
  /** Ends what answers the session and starts the other role. */
  const become = (role: Role): void => {
    const start = (): Promise<Behind> => standBehind(role, () => setup, { updated, shownAt }).then(settle);
    moves.returned();
    behind = behind.then(async (old) => {
      if (old.role === role) return old;
      await old.dispose();
      return start();
    }, start);
    behind.catch(() => undefined);
  };
  const replace: MoveParts["replace"] = async (take, own) => {
    let failed: Error | undefined;
    behind = behind.then(async (old) => {
      if (old.role !== "own") {
        failed = new OnlyLooking();
        return old;
      }
      const log = (await take(old.ask).catch(() => undefined)) ?? (await old.lastKnown?.());
      await old.dispose();
      const start = (by?: OwnLab): Promise<Behind> => standBehind("own", () => setup, { updated, shownAt }, { own: by, log });
      const next = own === undefined ? start() : start(own).catch((error: Error) => ((failed = error), start()));
      return settle(await next);
    });
    await behind;
    return failed;
  };

  const ask: Asker = (name, ...args) => {
    // Holds are no facts: the page remembers them for whatever engine comes next.
    if (name === "holds") setup = { ...setup, holds: args[0] as LabSetup["holds"] };
    return behind.then((each) => each.ask(name, ...args));
  };
  const subscribe = (listener: (update: SessionUpdate) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const moves = createMoves({ elsewhere, setup: () => setup, ask, onUpdate: subscribe, replace });
  const candidate = {
    lab: setup.id,
    elected: () => become("own"),
    deposed: async () => {
      become("observer");
      await behind;
    },
  };
  const { owns, election } = await stand(candidate);
  behind = standBehind(owns ? "own" : "observer", () => setup, { updated, shownAt }, { loading }).then(settle);
  const page = watchPage(() => dispose());
  try {
    await behind;
  } catch (error) {
    dispose();
    throw error;
  }

  function dispose(): void {
    if (disposed) return;
    disposed = true;
    page.stop();
    moves.stay();
    void known?.dispose();
    election.leave();
  }
  const session: LabSession = createRemoteSession(ask, {
    subscribe,
    capabilities: () => known?.capabilities() ?? { keeps: false, place: "worker" },
    restartEngine: async () => (await behind).restartEngine(),
    dispose: async () => dispose(),
  });
  return {
    session,
    role: () => known?.role ?? "observer",
    onRole: (listener) => {
      roleListeners.add(listener);
      return () => roleListeners.delete(listener);
    },
    async takeOver() {
      await election.takeOver();
      await behind;
    },
    ...(elsewhere === undefined ? {} : { places: moves }),
  };
}

/** Removes what this browser keeps of a lab that is not open: the way out when its log cannot be read any more. */
export async function forgetLab(lab: string): Promise<void> {
  forgetSeen(lab);
  await deleteIndexedDbStore(lab);
}

type OwnLab = (parts: OwnParts) => Promise<OwnedLab>;
type HowToOwn = { readonly own?: OwnLab | undefined; readonly log?: Exported | undefined; readonly loading?: OwnParts["loading"] };

async function standBehind(
  role: Role,
  setup: () => LabSetup,
  { updated, shownAt }: Pick<OwnParts, "updated" | "shownAt">,
  { own = ownLab, log, loading }: HowToOwn = {},
): Promise<Behind> {
  if (role === "observer") {
    const observed = await observeLab(setup().id, updated);
    return {
      role,
      ask: observed.ask,
      capabilities: () => observed.capabilities,
      restartEngine: () => Promise.reject(new OnlyLooking()),
      dispose: observed.dispose,
    };
  }
  const { id } = setup();
  const news = tellObservers(id, (name, ...args) => owning.then(({ ask }) => ask(name, ...args)));
  const owning = own({
    setup,
    awayMs: log === undefined ? awayFor(id) : 0,
    shownAt,
    log,
    loading,
    updated(update) {
      updated(update);
      news.tell(update);
    },
  });
  owning.catch(news.close);
  const owned = await owning;
  const seen = keepSeen(id, shownAt);
  return {
    role,
    ask: owned.ask,
    capabilities: () => owned.capabilities,
    restartEngine: owned.restartEngine,
    lastKnown: owned.lastKnown,
    dispose() {
      seen.stop();
      news.close();
      return owned.dispose();
    },
  };
}

/** One engine a page, and none once the page is gone. A page that comes back from the browser's cache starts over. */
function watchPage(hidden: () => void): { stop(): void } {
  const back = (event: PageTransitionEvent): void => {
    if (event.persisted) location.reload();
  };
  const gone = (): void => {
    addEventListener("pageshow", back, { once: true });
    hidden();
  };
  addEventListener("pagehide", gone, { once: true });
  return { stop: () => removeEventListener("pagehide", gone) };
}
