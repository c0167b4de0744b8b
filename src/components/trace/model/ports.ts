// What the trace needs of the page it lives in. The models know nothing else of a browser.
import type { StreamPorts } from "./stream.ts";

export type TracePorts = {
  readonly fetch: typeof fetch;
  readonly stream: StreamPorts["open"];
  readonly after: StreamPorts["after"];
  readonly now: () => number;
  /** What is typed and not sent yet outlives a reload of the tab. */
  readonly drafts: { get(key: string): string | undefined; set(key: string, value: string | undefined): void };
  readonly address: {
    /** Path with query. */
    now(): string;
    push(address: string): void;
    replace(address: string): void;
  };
};
