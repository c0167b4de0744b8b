// A request and a reply on the wire, as plain data: the core and the ports know no DOM Request.

/** `path` starts with "/" and carries the query; `headers` have lower-case names; `body` is text, "" when there is none. */
export type WireRequest = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type WireResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
