// A lab on the memory place, pressed as a learner presses: each press, then all that follows from it without another.
// Time is turned by hand, so a journey takes no time and comes out the same every time (L12).
import { PGlite } from "@electric-sql/pglite";
import { createMemoryPlace } from "../adapters/memory/place.ts";
import type { MemoryPlace } from "../adapters/memory/place.ts";
import type { Fact } from "../log/facts.ts";
import { effects, runsOf } from "../log/read.ts";
import { filledData } from "../session/event.ts";
import type { Files, Hold } from "../session/lab-session.ts";
import type { Database } from "../world/door.ts";
import { openPostgres, seedPostgres } from "../world/postgres.ts";
import { createWorld } from "../world/world.ts";
import { preparedChanges } from "./changes.ts";
import type { Press } from "./journey.ts";
import type { LoadedLab } from "./load.ts";
import { LabMistake } from "./load.ts";
import type { Act } from "./schema.ts";

export type PressedLab = {
  readonly place: MemoryPlace;
  press(what: Press): Promise<void>;
  log(): Promise<readonly Fact[]>;
  dispose(): Promise<void>;
};

/** Opens one act of a lab on these files. */
export async function openAct(loaded: LoadedLab, act: Act, folder: string): Promise<PressedLab> {
  const { lab, folders } = loaded;
  const files = folders[folder];
  if (files === undefined) throw new LabMistake(`${loaded.slug}: there is no folder ${folder}.`);
  const database = lab.world.database === undefined ? undefined : await openDatabase(lab.world.database);
  const { requests } = lab;
  const place = await createMemoryPlace(
    {
      id: lab.id,
      seed: lab.seed,
      startsAt: Date.parse(lab.clock),
      files,
      holds: act.holds.map(momentOf),
      imports: lab.imports,
      world: { options: lab.world.options, ...(lab.world.database !== undefined && { database: lab.world.database }) },
      ...(requests && { requests }),
    },
    { world: createWorld(lab.world.options, database) },
  );
  let moment = 0;
  const log = (): Promise<readonly Fact[]> => place.session.facts();
  return {
    place,
    log,
    dispose: () => place.session.dispose(),
    async press(what) {
      if (what.press === "Crash at") moment = what.option;
      await doPress(loaded, act, place, what, moment);
      await place.settle();
    },
  };
}

async function doPress(loaded: LoadedLab, act: Act, place: MemoryPlace, what: Press, moment: number): Promise<void> {
  const { session } = place;
  const log = await session.facts();
  switch (what.press) {
    case "Run":
      return sendEvent(place, act, what.event ?? 0, log);
    case "Rerun": {
      const newest = runsOf(log).at(-1);
      return newest === undefined ? undefined : session.rerun(newest.runId);
    }
    case "Crash at":
      return (await session.place()).armed === undefined ? undefined : session.arm(armedAt(act, moment));
    case "Crash host":
      // While a run lives it strikes at once; before, it is armed at the moment chosen.
      return runsOf(log).some((run) => run.end === undefined) ? session.host.kill() : session.arm(armedAt(act, moment));
    case "Start host":
      return void (await session.host.start());
    case "Restart engine":
      return session.engine.restart();
    case "Next wake-up":
      return session.clock.next();
    case "Checkpointing":
      return session.engine.checkpointing(what.on);
    case "Fault":
      return session.fault(what.fault, what.on);
    case "Change":
      return deployChange(loaded, act, place, what.change);
    case "Apply edit":
      return deployFiles(loaded, place, what.folder, loaded.folders[what.folder] ?? {}, "learner");
    case "Approve":
    case "Reject":
      return decideNth(loaded, place, what.request, what.press === "Approve" ? "approve" : "reject", log);
  }
}

async function sendEvent(place: MemoryPlace, act: Act, index: number, log: readonly Fact[]): Promise<void> {
  const event = act.events[index];
  if (event === undefined) throw new LabMistake(`${act.id}: there is no event ${index}.`);
  // With the host killed and left dead the event is stored all the same, and its run waits.
  await place.session.send({ name: event.name, data: filledData(event, log), ...(event.id !== undefined && { id: event.id }) });
}

async function deployChange(loaded: LoadedLab, act: Act, place: MemoryPlace, id: string): Promise<void> {
  const found = preparedChanges(loaded, act).find((each) => each.id === id);
  if (found === undefined) throw new LabMistake(`${loaded.slug}: act ${act.id} has no change ${id}.`);
  return deployFiles(loaded, place, id, found.files, "change");
}

async function deployFiles(loaded: LoadedLab, place: MemoryPlace, id: string, files: Files, by: "change" | "learner"): Promise<void> {
  const result = await place.session.deploy(files, by, by === "change" ? id : undefined);
  if (!result.ok) throw new LabMistake(`${loaded.slug}: ${id} does not load: ${result.message}`);
}

async function decideNth(
  loaded: LoadedLab,
  place: MemoryPlace,
  n: number,
  answer: "approve" | "reject",
  log: readonly Fact[],
): Promise<void> {
  const { requests } = loaded.lab;
  const made = requests === undefined ? [] : effects(log, { kind: requests.effect });
  const id = requests && made[n - 1]?.detail[requests.id];
  if (typeof id !== "string") throw new LabMistake(`${loaded.slug}: there is no request number ${n}, only ${made.length}.`);
  await place.session.decide(id, answer);
}

type Moment = { readonly boundary: Hold["boundary"]; readonly stepId?: string | undefined; readonly kind?: string | undefined };

function momentOf({ boundary, stepId, kind }: Moment): Hold {
  return { boundary, ...(stepId !== undefined && { stepId }), ...(kind !== undefined && { kind }) };
}

function armedAt(act: Act, option: number): Hold {
  const chosen = act.crashAt[option] ?? act.holds[0];
  return chosen === undefined ? { boundary: "before step" } : momentOf(chosen);
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
