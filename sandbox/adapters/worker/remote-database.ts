// The database port over a link: what the world uses in the engine worker.
import type { Database } from "../../world/door.ts";
import type { DatabaseCalls } from "./calls.ts";
import { type Calls, LinkClosed, openLink } from "./link.ts";

export function createRemoteDatabase(port: MessagePort): Database {
  const link = openLink<DatabaseCalls & Calls>(port, {});
  return {
    query: (sql, params, now) => link.ask("query", sql, params, now),
    // Asked in order, answered in order: nobody has to wait for a database that is still opening until somebody reads from it.
    // A reset that fails leaves a database that failed, and the next query says why.
    reset: async () => link.tell("reset"),
    close: async () => link.close(new LinkClosed("database")),
  };
}
