// A lab on the memory place, pressed as a learner presses: each action, then all that follows from it without another.
// Time is turned by hand, so a walk takes no time and comes out the same every time (L12).
import { PGlite } from "@electric-sql/pglite";
import { createMemoryPlace } from "../../adapters/memory/place.ts";
import type { MemoryPlace } from "../../adapters/memory/place.ts";
import type { Fact } from "../../log/facts.ts";
import type { Files } from "../../session/lab-session.ts";
import type { LabSetup } from "../../session/open.ts";
import type { Database } from "../../world/door.ts";
import { openPostgres, seedPostgres } from "../../world/postgres.ts";
import { createWorld } from "../../world/world.ts";
import type { Action } from "../kit/actions.ts";
import { situationOf } from "../kit/controls.ts";
import type { Situation } from "../kit/controls.ts";
import type { Act } from "../kit/definition.ts";
import { NoSuchAction, perform } from "../kit/perform.ts";
import { setupOf } from "../kit/setup.ts";
import type { LoadedLab } from "./load.ts";

export type OpenAct = {
  readonly place: MemoryPlace;
  /** Does the action and lets the lab come to rest. Throws when new code is refused. */
  press(action: Action): Promise<void>;
  log(): Promise<readonly Fact[]>;
  situation(): Promise<Situation>;
  dispose(): Promise<void>;
};

export async function openAct(loaded: LoadedLab, act: Act, variant: string): Promise<OpenAct> {
  const { definition } = loaded.lab;
  const files = loaded.sources.variants[variant];
  if (files === undefined) throw new NoSuchAction(`${loaded.slug}: there is no variant ${variant}.`);
  const place = await openPlace(loaded, setupOf(definition, act, files, loaded.schema));
  await place.session.enterAct(act.id);
  const log = (): Promise<readonly Fact[]> => place.session.facts();
  const bench = {
    session: place.session,
    lab: definition,
    act,
    variant: (name: string): Files | undefined => loaded.sources.variants[name],
    facts: log,
  };
  return {
    place,
    log,
    situation: async () => situationOf(definition, await log(), await place.session.place()),
    dispose: () => place.session.dispose(),
    async press(action) {
      const outcome = await perform(bench, action).catch((error: unknown) => {
        const said = error instanceof Error ? error.message : String(error);
        throw new Error(`${loaded.slug}, act ${act.id}, opened with variant ${variant}, at ${JSON.stringify(action)}: ${said}`, {
          cause: error,
        });
      });
      if (!outcome.done)
        throw new NoSuchAction(`${loaded.slug}, act ${act.id}: ${JSON.stringify(action)} is refused: ${outcome.refused.message}`);
      await place.settle();
    },
  };
}

async function openPlace(loaded: LoadedLab, setup: LabSetup): Promise<MemoryPlace> {
  const database = loaded.schema === undefined ? undefined : await openDatabase(loaded.schema);
  return createMemoryPlace(setup, { world: createWorld(setup.world.options, database) });
}

/** Presses one action after the other and resolves with the log. `between`: what happens after each. */
export async function walked(
  loaded: LoadedLab,
  act: Act,
  variant: string,
  walk: readonly Action[],
  between: (lab: OpenAct) => Promise<void> = async () => {},
): Promise<readonly Fact[]> {
  const lab = await openAct(loaded, act, variant);
  try {
    for (const action of walk) {
      await lab.press(action);
      await between(lab);
    }
    return await lab.log();
  } finally {
    await lab.dispose();
  }
}

/** One Postgres for each schema, reset between labs: opening one takes seconds, resetting it milliseconds. */
const opened = new Map<string, Promise<Database>>();

async function openDatabase(schema: string): Promise<Database> {
  const existing = opened.get(schema);
  if (existing !== undefined) {
    await (await existing).reset();
    return existing;
  }
  const opening = PGlite.create().then(async (pg) => {
    await seedPostgres(pg, schema);
    // Kept open for the next lab: a lab's end is not the database's.
    return { ...(await openPostgres(pg)), close: async () => {} };
  });
  opened.set(schema, opening);
  return opening;
}
