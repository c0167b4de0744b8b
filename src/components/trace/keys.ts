// Keys that work anywhere: `/` to the search, Escape back, `?` for all of them. Typing is never taken for one.
import { ALL_EVENTS, toRuns } from "./model/routes.ts";
import type { TraceModel } from "./model/trace-model.ts";

/** Returns what ends it. */
export function followKeys(trace: TraceModel, showKeys: () => void): () => void {
  const follow = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const typing = target?.closest("input, textarea, select") !== null && target !== undefined;
    if (document.querySelector("dialog[open]") !== null) return;
    if (event.key === "Escape") return typing ? target?.blur() : goBack(trace);
    if (typing) return;
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector<HTMLInputElement>("[data-search]")?.focus();
    }
    if (event.key === "?") {
      event.preventDefault();
      showKeys();
    }
    if (event.key === "j" || event.key === "k") document.querySelector<HTMLElement>(".tr-rows a[tabindex='0']")?.focus();
  };
  addEventListener("keydown", follow);
  return () => removeEventListener("keydown", follow);
}

/** Escape leaves what is looked at: the fact, then the run or the event, for the list. */
function goBack(trace: TraceModel): void {
  const route = trace.route.value;
  if (route.view === "run" && route.fact !== undefined) return trace.go({ ...route, fact: undefined }, "replace");
  if (route.view === "run") return trace.go(toRuns(trace.runs.filter.value));
  if (route.view === "event" || route.view === "send") return trace.go({ view: "events", filter: trace.events.filter.value ?? ALL_EVENTS });
  if (route.view === "function") return trace.go({ view: "functions" });
}
