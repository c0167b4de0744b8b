// What the lab says of its places: the steps of a move, and for each reason that it did not come about one sentence on what
// happened and one on what to change.
import type { BootStep, FallbackReason, PlaceName } from "../../../../sandbox/session/place-switch.ts";

export const PLACES: readonly { readonly place: PlaceName; readonly name: string; readonly gloss?: string }[] = [
  { place: "worker", name: "Embedded" },
  { place: "webcontainer", name: "WebContainer", gloss: "real Node" },
];

export const STEP_WORDS: Readonly<Record<BootStep, string>> = {
  browser: "Check this browser",
  reach: "Reach stackblitz.com",
  boot: "Boot the container",
  mount: "Mount the files",
  calls: "Wait between calls",
  engine: "Start the engine",
  host: "Start the host",
};

type Fallback = { readonly said: string; readonly change: string };

export const FALLBACK_WORDS: Readonly<Record<FallbackReason, Fallback>> = {
  offline: { said: "This browser is offline.", change: "Connect to a network, then try again." },
  unreachable: {
    said: "stackblitz.com, which supplies the container, gave no answer.",
    change: "Allow it in your network, firewall or content blocker, then try again.",
  },
  "timed-out": {
    said: "The container did not start in 45 seconds.",
    change: "Reload the page before you try again; allow cookies and site data for stackblitz.com if your browser blocks them.",
  },
  refused: { said: "The container refused to start.", change: "Reload the page, then try again." },
  "not-isolated": {
    said: "This page is not cross-origin isolated, and the container needs that.",
    change:
      "Use a current Chrome, Edge or Firefox, in a window that is not private; or ask whoever hosts the site to send the two headers.",
  },
  unsupported: {
    said: "This browser lacks what the container needs.",
    change: "Use a current Chrome, Edge or Firefox, over https.",
  },
  cookies: {
    said: "Cookies are blocked in this browser.",
    change: "Allow cookies and site data for this site and stackblitz.com, then try again.",
  },
  files: { said: "The files for the container could not be loaded.", change: "Reload the page, then try again." },
  program: { said: "The lab's processes did not start in the container.", change: "Try again; Reset lab if it happens twice." },
  ended: { said: "The container ended by itself.", change: "Close other heavy tabs, then try again." },
};

/** One line: what happened, and that nothing is lost. */
export const fallbackLine = (reason: FallbackReason): string =>
  `${FALLBACK_WORDS[reason].said} The lab goes on embedded, with its log, clock and files.`;
