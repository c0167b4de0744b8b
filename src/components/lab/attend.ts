// What the page does around a lab: waking, warming up, opening by itself where a log is kept, and keeping in sight what changed.
import { effect } from "@preact/signals";
import type { LabModel } from "./model/lab-model.ts";

const PHONE = "(max-width: 50rem)";
/** Pixels between the top of the window and the text that somebody reads on from: room for the page's header. */
const READ_FROM = 80;

/** Returns what ends it. */
export function attend(lab: LabModel, element: HTMLElement): () => void {
  const gone = new AbortController();
  lab.wake();
  const warm = (): void => void lab.warm().catch(() => undefined);
  element.addEventListener("pointerenter", warm, { once: true });
  element.addEventListener("focusin", warm, { once: true });
  const leave = (): void => lab.keep.leave();
  addEventListener("pagehide", leave);
  addEventListener("beforeunload", (event) => lab.code.dirty.peek() && event.preventDefault(), { signal: gone.signal });
  const ends = [
    opensNearby(lab, element),
    keepsInSight(lab),
    showsParts(lab, element),
    clearsFragment(lab),
    tellsOfMoves(lab),
    () => removeEventListener("pagehide", leave),
    () => gone.abort(),
  ];
  void showShared(lab);
  return () => {
    for (const end of ends) end();
    void lab.dispose();
  };
}

/** A log of this lab is in this browser: its runs go on as soon as the reader comes near. */
function opensNearby(lab: LabModel, element: Element): () => void {
  if (location.hash.startsWith("#run=") || !lab.restores()) return () => undefined;
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      void lab.resume();
    },
    { rootMargin: "600px" },
  );
  watcher.observe(element);
  return () => watcher.disconnect();
}

/** On a phone the timeline with the journal's last rows comes into view whenever a press has changed them. */
function keepsInSight(lab: LabModel): () => void {
  let seen = -1;
  return effect(() => {
    const now = lab.place.facts.value.length;
    const told = lab.away.value;
    if (seen >= 0 && now !== seen && !told && matchMedia(PHONE).matches) lab.look("timeline");
    seen = now;
  });
}

/** Scrolls a part into view where it is not in view already. */
function showsParts(lab: LabModel, element: HTMLElement): () => void {
  return effect(() => {
    const part = lab.sight.value?.part;
    if (part === undefined) return;
    requestAnimationFrame(() => {
      if (part === "end") return scrollBy({ top: element.getBoundingClientRect().bottom - READ_FROM });
      const target = part === "head" ? element : element.querySelector(`[data-part="${part}"]`);
      const box = target?.getBoundingClientRect();
      if (target == null || box === undefined) return;
      const phone = matchMedia(PHONE).matches;
      if (!phone && box.top >= 0 && box.top < innerHeight * 0.7) return;
      target.scrollIntoView({ block: "start" });
    });
  });
}

/** What has become of a move is said where it was chosen, also when the page was loaded again on the way. On a phone it stands in the bar. */
function tellsOfMoves(lab: LabModel): () => void {
  return effect(() => {
    const tells = lab.where.state.value.fellBack !== undefined || lab.where.waitsForTap.value;
    if (tells && !matchMedia(PHONE).matches) lab.look("head");
  });
}

/** `Try it yourself` leaves the sender's link behind. */
function clearsFragment(lab: LabModel): () => void {
  let shown = false;
  return effect(() => {
    if (lab.shared.value !== undefined) shown = true;
    else if (shown) history.replaceState(null, "", location.pathname);
  });
}

const SAID = {
  none: undefined,
  // Another lab of the page shows it.
  "other-lab": undefined,
  newer: "This link was made by a newer version of the page. Reload, then open it again.",
  unreadable: "This link is damaged: it was cut or changed on its way. Ask for it again, or press Run for a run of your own.",
} as const;

async function showShared(lab: LabModel): Promise<void> {
  if (location.hash === "") return;
  const { fromFragment } = await import("./model/share.ts");
  const link = await fromFragment(location.hash, lab.lab.id);
  const said = link.ok ? undefined : SAID[link.reason];
  if (!link.ok && said === undefined) return;
  lab.look("head");
  if (link.ok && lab.keep.showShared(link.shared)) return;
  lab.notice.value = said ?? SAID.unreadable;
}
