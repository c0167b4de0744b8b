// Who may ask whom for what in this place: page <-> engine process, page -> host process, engine process <-> host process by way
// of the page, engine process -> the page's database. The rest is the worker place's own words.
import type { Capabilities, Exported } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { SessionCalls } from "../../session/verbs.ts";
import type { LivingHosts, PageCalls as WorkerPageCalls } from "../worker/calls.ts";

/** Names of channels. Each engine and each link to it has a number, so that messages of a dead one reach nobody. */
export const PAGE_CHANNEL = "page";
export const LIFE_CHANNEL = "life";
export const DATABASE_CHANNEL = "database";
export const hostChannel = (key: number): string => `host-${key}`;
export const controllerChannel = (link: number): string => `controller-${link}`;

/** How an engine process begins. `log`: what the lab was in another place or before this page; without it the process's own storage. */
export type ContainerOpening = {
  readonly setup: LabSetup;
  readonly awayMs: number;
  readonly hosts: LivingHosts;
  readonly log: Exported | undefined;
  /** The page has a Postgres for this lab. */
  readonly database: boolean;
  /** Whether the page keeps the log beyond its own life. */
  readonly keeps: boolean;
};

export type ContainerEngineCalls = SessionCalls & {
  open(opening: ContainerOpening): Promise<Capabilities>;
  /** A host process failed outside of its link. */
  broke(key: number, message: string): void;
};

export type ContainerPageCalls = Pick<WorkerPageCalls, "updated" | "end" | "serving"> & {
  /** Answers when the page has time. */
  ping(): void;
  /** Starts a host process whose way out is the channel of its key. */
  spawn(key: number): void;
  /** Joins the host process that outlived an engine to its new channel. */
  attach(key: number): void;
};

/** To a host process: which channel its engine asks on from now. */
export type HostLife = { readonly controller: string; readonly packages: readonly string[] };

/** From a host process: it is up, or something in it was thrown that nobody caught. */
export type HostNews = { readonly type: "up" } | { readonly type: "broke"; readonly message: string };
