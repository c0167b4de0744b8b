// A world whose database may still be opening: the lab opens at once, and whoever asks the world waits for it.
// On return to a lab the rows are made again from the log, which takes a database that runs; the page need not wait for that.
import type { World } from "../../world/door.ts";

export function createPatientWorld(world: World): World {
  let restored: Promise<void> = Promise.resolve();
  return {
    plan: (request) => world.plan(request),
    // Whoever limits its calls keeps no rows: it knows at once.
    admit: (request, at) => world.admit(request, at),
    perform: (request, at) => restored.then(() => world.perform(request, at)),
    query: (sql, params, now) => restored.then(() => world.query(sql, params, now)),
    tables: (now) => restored.then(() => world.tables(now)),
    restore(effects, costs) {
      restored = restored.catch(() => undefined).then(() => world.restore(effects, costs));
      // Whoever asks next hears why it failed.
      restored.catch(() => undefined);
      return Promise.resolve();
    },
    dispose: () => world.dispose(),
  };
}
