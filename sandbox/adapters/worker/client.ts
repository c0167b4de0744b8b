// The page's door to the worker place: opens a lab as owner or observer, and keeps one session through every change of role.
// The site imports this file lazily and nothing else of this folder.
import type { Capabilities, LabSession, SessionUpdate } from "../../session/lab-session.ts";
import type { LabSetup, Opened } from "../../session/open.ts";
import { stand } from "./election.ts";
import { deleteIndexedDbStore } from "./indexed-db-store.ts";
import { awayFor, forgetSeen, keepSeen } from "./last-seen.ts";
import { mark } from "./marks.ts";
import { OnlyLooking, observeLab, tellObservers } from "./observed-lab.ts";
import { type Asker, ownLab } from "./own-lab.ts";
import { createRemoteSession } from "./remote-session.ts";

type Role = "own" | "observer";
/** Whatever answers the session's questions at present. */
type Behind = { readonly role: Role; readonly ask: Asker; capabilities(): Capabilities; restartEngine(): Promise<void>; dispose(): void };

/** Opens a lab in this tab. Rejects with `PlaceFailed` when nothing can run here. */
export async function openLab(setup: LabSetup): Promise<Opened> {
  const listeners = new Set<(update: SessionUpdate) => void>();
  const roleListeners = new Set<(role: Role) => void>();
  let disposed = false;
  let known: Behind | undefined;

  const updated = (update: SessionUpdate): void => {
    if (update.facts.length > 0) mark("first-facts");
    for (const listener of listeners) listener(update);
  };
  const settle = (behind: Behind): Behind => {
    const changed = known && known.role !== behind.role;
    known = behind;
    if (disposed) behind.dispose();
    else if (changed) for (const listener of roleListeners) listener(behind.role);
    return behind;
  };
  let behind: Promise<Behind>;
  /** Ends what stands behind the session and puts another in its place. */
  const become = (role: Role): void => {
    const before = behind;
    behind = before.then(
      (old) => (old.role === role ? old : (old.dispose(), standBehind(role, () => setup, updated).then(settle))),
      () => standBehind(role, () => setup, updated).then(settle),
    );
    behind.catch(() => undefined);
  };

  const candidate = {
    lab: setup.id,
    elected: () => become("own"),
    deposed: async () => {
      become("observer");
      await behind;
    },
  };
  const { owns, election } = await stand(candidate);
  behind = standBehind(owns ? "own" : "observer", () => setup, updated).then(settle);
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
    known?.dispose();
    election.leave();
  }
  const ask = (async (name, ...args) => {
    // Holds are no facts: the page remembers them for whatever engine comes next.
    if (name === "holds") setup = { ...setup, holds: args[0] as LabSetup["holds"] };
    return (await behind).ask(name, ...args);
  }) as Asker;
  const session: LabSession = createRemoteSession(ask, {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
  };
}

/** Removes what this browser keeps of a lab that is not open: the way out when its log cannot be read any more. */
export async function forgetLab(lab: string): Promise<void> {
  forgetSeen(lab);
  await deleteIndexedDbStore(lab);
}

async function standBehind(role: Role, setup: () => LabSetup, updated: (update: SessionUpdate) => void): Promise<Behind> {
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
  const news = tellObservers(id, (async (name, ...args) => (await owning).ask(name, ...args)) as Asker);
  const owning = ownLab(setup, awayFor(id), (update) => {
    updated(update);
    news.tell(update);
  });
  owning.catch(news.close);
  const owned = await owning;
  const seen = keepSeen(id);
  return {
    role,
    ask: owned.ask,
    capabilities: () => owned.capabilities,
    restartEngine: owned.restartEngine,
    dispose() {
      seen.stop();
      news.close();
      owned.dispose();
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
