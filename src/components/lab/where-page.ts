// The page's part in changing places: the choice in storage, and the service worker that makes a page cross-origin isolated where
// its server sends no headers. It is registered when the reader chooses real Node, and never before.
import type { PlaceName } from "../../../sandbox/session/place-switch.ts";
import type { WherePorts } from "./model/where-model.ts";
import { pageStorage } from "./storage.ts";

const CHOICE = "agent-nervous-system:place";
const GOING = "agent-nervous-system:moving";
const SCRIPT = "isolate.js";

export function pageWhere(): WherePorts {
  return {
    chosen: () => (read(pageStorage(), CHOICE) === "webcontainer" ? "webcontainer" : "worker"),
    choose: (place: PlaceName) => write(pageStorage(), CHOICE, place === "webcontainer" ? place : undefined),
    isolate,
    release: () => void release().catch(() => undefined),
    reload(lab) {
      write(ofTab(), GOING, lab);
      location.reload();
    },
    resumes(lab) {
      if (read(ofTab(), GOING) !== lab) return false;
      write(ofTab(), GOING, undefined);
      return true;
    },
    tapFirst: isTouchWebKit(),
  };
}

async function isolate(): Promise<"isolated" | "reload" | "cannot"> {
  if (crossOriginIsolated) return "isolated";
  // A page that its service worker already serves and that is still not isolated will not be after another reload.
  if (!isSecureContext || !("serviceWorker" in navigator) || controls()) return "cannot";
  try {
    await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}${SCRIPT}`);
    await navigator.serviceWorker.ready;
    return "reload";
  } catch {
    return "cannot";
  }
}

async function release(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const each of registrations) if (each.active?.scriptURL.endsWith(`/${SCRIPT}`)) await each.unregister();
}

const controls = (): boolean => navigator.serviceWorker.controller?.scriptURL.endsWith(`/${SCRIPT}`) === true;

/** iPhone and iPad, which may call itself a Mac. */
const isTouchWebKit = (): boolean =>
  /iP(hone|ad|od)/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

function ofTab(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

function read(storage: Kept | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Kept | undefined, key: string, value: string | undefined): void {
  try {
    if (value === undefined) storage?.removeItem(key);
    else storage?.setItem(key, value);
  } catch {
    // A choice that cannot be kept holds for this page.
  }
}
