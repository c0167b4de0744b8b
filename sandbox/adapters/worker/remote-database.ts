// The database port over a link: what the world uses in the engine worker.
import type { Database } from "../../world/door.ts";
import type { DatabaseCalls } from "./calls.ts";
import { LinkClosed, openLink, type Port } from "./link.ts";

export function createRemoteDatabase(port: Port): Database {
  const link = openLink<DatabaseCalls>(port, {});
  return {
    query: (sql, params, now) => link.ask("query", sql, params, now),
    reset: () => link.ask("reset"),
    close: async () => link.close(new LinkClosed("database")),
  };
}
