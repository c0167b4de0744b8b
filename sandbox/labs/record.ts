// Makes the recordings that the site reads, by running each act's passage on the memory place.
//   node sandbox/labs/record.ts           writes sandbox/labs/*/recorded.json
//   node sandbox/labs/record.ts --check   compares instead, and ends with 1 at the first difference
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { diffOf, preparedChanges } from "./changes.ts";
import { comparable, firstDifference } from "./comparable.ts";
import type { Goal } from "./goal.ts";
import type { ActJourney, LabJourneys } from "./journey.ts";
import { labSlugs, LabMistake, loadLab } from "./load.ts";
import type { LoadedLab } from "./load.ts";
import { openAct } from "./pressing.ts";
import type { RecordedLab, Recording } from "./recorded.ts";

/** The lab with its goals and journeys. */
export async function loadWhole(slug: string): Promise<{ loaded: LoadedLab; goals: readonly Goal[]; journeys: LabJourneys }> {
  const at = (name: string): string => pathToFileURL(join(import.meta.dirname, slug, name)).href;
  const [loaded, { goals }, { journeys }] = await Promise.all([
    loadLab(slug),
    import(at("goals.ts")) as Promise<{ goals: readonly Goal[] }>,
    import(at("journeys.ts")) as Promise<{ journeys: LabJourneys }>,
  ]);
  return { loaded, goals, journeys };
}

/** Runs one act's passage from the files that the act starts with. */
export async function recordAct(loaded: LoadedLab, journey: ActJourney): Promise<Recording> {
  const act = loaded.lab.acts.find((each) => each.id === journey.act);
  if (act === undefined) throw new LabMistake(`${loaded.slug}/journeys.ts: lab.yaml has no act ${journey.act}.`);
  const lab = await openAct(loaded, act, act.starts);
  try {
    for (const press of journey.passage) await lab.press(press);
    const facts = await lab.log();
    const open = journey.openUpTo(facts);
    if (open === undefined)
      throw new LabMistake(`${loaded.slug}/journeys.ts: act ${act.id}: nothing in the recording is the last open fact.`);
    return { facts, openUpTo: open.seq, tables: await lab.place.session.world.tables() };
  } finally {
    await lab.dispose();
  }
}

export async function recordLab(slug: string): Promise<RecordedLab> {
  const { loaded, goals, journeys } = await loadWhole(slug);
  const { lab, folders } = loaded;
  const recordings: Record<string, Recording> = {};
  for (const journey of journeys.acts) recordings[journey.act] = await recordAct(loaded, journey);
  const silent = lab.acts.find((act) => !(act.id in recordings));
  if (silent !== undefined) throw new LabMistake(`${slug}/journeys.ts: no journey for the act ${silent.id}.`);
  return {
    lab,
    folders,
    changes: Object.fromEntries(lab.acts.map((act) => [act.id, preparedChanges(loaded, act)])),
    solutions: Object.fromEntries(lab.acts.map((act) => [act.id, diffOf(folders[act.starts] ?? {}, folders[act.solution] ?? {})])),
    recordings,
    goals: goals.map((goal) => ({ id: goal.id, act: goal.act, title: goal.title, guided: goal.guided, missing: missingOf(goal) })),
  };
}

function missingOf(goal: Goal): string {
  const state = goal.check([]);
  if (state.state === "met") throw new LabMistake(`${goal.id} is met by an empty log.`);
  return state.missing;
}

const pathOf = (slug: string): string => join(import.meta.dirname, slug, "recorded.json");

export async function storedRecording(slug: string): Promise<RecordedLab> {
  return JSON.parse(await readFile(pathOf(slug), "utf8")) as RecordedLab;
}

/** Where the stored recording differs from what the engine does today; undefined when it does not. */
export function compareRecordings(stored: RecordedLab, today: RecordedLab): string | undefined {
  for (const [act, recording] of Object.entries(today.recordings)) {
    const difference = firstDifference(stored.recordings[act]?.facts ?? [], recording.facts);
    if (difference !== undefined) return `act ${act}, ${difference}`;
  }
  const rest = ({ recordings, ...others }: RecordedLab): string =>
    JSON.stringify({ ...others, acts: Object.entries(recordings).map(([act, { openUpTo, tables }]) => [act, openUpTo, tables]) });
  return rest(stored) === rest(JSON.parse(JSON.stringify(today)) as RecordedLab) ? undefined : "files, goals, changes or tables differ";
}

async function write(slug: string): Promise<void> {
  const lab = await recordLab(slug);
  const tidy = {
    ...lab,
    recordings: Object.fromEntries(
      Object.entries(lab.recordings).map(([act, recording]) => [act, { ...recording, facts: recording.facts.map(comparable) }]),
    ),
  };
  await writeFile(pathOf(slug), `${JSON.stringify(tidy, null, 1)}\n`);
}

async function main(check: boolean): Promise<number> {
  for (const slug of await labSlugs()) {
    if (!check) {
      await write(slug);
      console.log(`${slug}: recorded`);
      continue;
    }
    const difference = compareRecordings(await storedRecording(slug), await recordLab(slug));
    if (difference !== undefined) {
      console.error(
        `${slug}: the recording would come out differently today: ${difference}\nRun node sandbox/labs/record.ts and look at the difference.`,
      );
      return 1;
    }
    console.log(`${slug}: as recorded`);
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.includes("--check")));
