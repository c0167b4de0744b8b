// Every view has an address that can be reloaded and shared. Pure: from an address to a route and back.
import type { RunStatus } from "../../../../sandbox/adapters/node/reads.ts";
import { isStatus } from "./statuses.ts";

export type RunFilter = {
  readonly text: string;
  readonly status: readonly RunStatus[];
  readonly fn: string;
  /** "": always; "15m", "1h", …: as long ago at most; else from one instant to another. */
  readonly within: string;
  readonly since: number | undefined;
  readonly until: number | undefined;
};
export type EventFilter = { readonly text: string; readonly name: string; readonly internal: boolean };
export type RunTab = "journal" | "attempts" | "memo" | "wire" | "input";
export type FunctionAct = "invoke" | "replay" | "cancel";

export type Route =
  | { readonly view: "runs"; readonly filter: RunFilter }
  | { readonly view: "run"; readonly runId: string; readonly tab: RunTab; readonly fact: number | undefined }
  | { readonly view: "events"; readonly filter: EventFilter }
  | { readonly view: "event"; readonly eventId: string }
  | { readonly view: "send"; readonly name: string; readonly from: string }
  | { readonly view: "functions" }
  | { readonly view: "function"; readonly fn: string; readonly act: FunctionAct }
  | { readonly view: "unknown"; readonly path: string };

export const NO_FILTER: RunFilter = { text: "", status: [], fn: "", within: "", since: undefined, until: undefined };
export const ALL_EVENTS: EventFilter = { text: "", name: "", internal: false };
const TABS: readonly RunTab[] = ["journal", "attempts", "memo", "wire", "input"];
const ACTS: readonly FunctionAct[] = ["invoke", "replay", "cancel"];

export const WITHIN: Readonly<Record<string, { readonly ms: number; readonly says: string }>> = {
  "15m": { ms: 15 * 60_000, says: "last 15 minutes" },
  "1h": { ms: 3_600_000, says: "last hour" },
  "24h": { ms: 86_400_000, says: "last 24 hours" },
  "7d": { ms: 7 * 86_400_000, says: "last 7 days" },
};

/** `address`: path with query, as in the browser's bar. */
export function routeOf(address: string): Route {
  const url = new URL(`http://trace.invalid/${address.replace(/^\/+/, "")}`);
  const [first = "", second = ""] = url.pathname.split("/").filter((part) => part !== "");
  const ask = url.searchParams;
  if (first === "" || (first === "runs" && second === "")) return { view: "runs", filter: runFilterOf(ask) };
  if (first === "runs") {
    const fact = Number(ask.get("fact") ?? "");
    const tab = TABS.find((each) => each === ask.get("tab")) ?? "journal";
    return { view: "run", runId: part(second), tab, fact: Number.isInteger(fact) && fact > 0 ? fact : undefined };
  }
  if (first === "events" && second === "")
    return {
      view: "events",
      filter: { text: ask.get("text") ?? "", name: ask.get("name") ?? "", internal: ask.get("internal") === "true" },
    };
  if (first === "events") return { view: "event", eventId: part(second) };
  if (first === "send") return { view: "send", name: ask.get("name") ?? "", from: ask.get("from") ?? "" };
  if (first === "functions" && second === "") return { view: "functions" };
  if (first === "functions") return { view: "function", fn: part(second), act: ACTS.find((each) => each === ask.get("do")) ?? "invoke" };
  return { view: "unknown", path: url.pathname };
}

function part(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function runFilterOf(ask: URLSearchParams): RunFilter {
  const within = ask.get("within") ?? "";
  return {
    text: ask.get("text") ?? "",
    fn: ask.get("fn") ?? "",
    status: (ask.get("status") ?? "").split(",").filter(isStatus),
    within: within in WITHIN ? within : "",
    since: instantOf(ask.get("since")),
    until: instantOf(ask.get("until")),
  };
}

function instantOf(text: string | null): number | undefined {
  const at = Number(text ?? "");
  return text !== null && text !== "" && Number.isFinite(at) ? at : undefined;
}

export function addressOf(route: Route): string {
  const at = encodeURIComponent;
  switch (route.view) {
    case "runs":
      return `/${searchOf({ ...route.filter, status: route.filter.status.join(",") })}`;
    case "run":
      return `/runs/${at(route.runId)}${searchOf({ tab: route.tab === "journal" ? "" : route.tab, fact: route.fact })}`;
    case "events":
      return `/events${searchOf({ ...route.filter, internal: route.filter.internal ? "true" : "" })}`;
    case "event":
      return `/events/${at(route.eventId)}`;
    case "send":
      return `/send${searchOf({ name: route.name, from: route.from })}`;
    case "functions":
      return "/functions";
    case "function":
      return `/functions/${at(route.fn)}${searchOf({ do: route.act === "invoke" ? "" : route.act })}`;
    case "unknown":
      return route.path;
  }
}

function searchOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== "") search.set(name, String(value));
  return search.size === 0 ? "" : `?${search}`;
}

export const toRun = (runId: string): Route => ({ view: "run", runId, tab: "journal", fact: undefined });
export const toEvent = (eventId: string): Route => ({ view: "event", eventId });
export const toFunction = (fn: string, act: FunctionAct = "invoke"): Route => ({ view: "function", fn, act });
export const toRuns = (filter: Partial<RunFilter> = {}): Route => ({ view: "runs", filter: { ...NO_FILTER, ...filter } });

/** Two addresses of the same page: only what is looked at on it differs. */
export function samePage(a: Route, b: Route): boolean {
  if (a.view === "run" && b.view === "run") return a.runId === b.runId;
  if (a.view === "event" && b.view === "event") return a.eventId === b.eventId;
  if (a.view === "function" && b.view === "function") return a.fn === b.fn;
  if (a.view === "send" && b.view === "send") return a.name === b.name && a.from === b.from;
  return a.view === b.view;
}
