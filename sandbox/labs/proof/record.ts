// Makes the recordings that the site shows, by walking each act on the memory place.
//   node sandbox/labs/proof/record.ts           writes sandbox/labs/*/recorded/*.json
//   node sandbox/labs/proof/record.ts 06-step-run …   writes those of the labs named
//   node sandbox/labs/proof/record.ts --check   compares instead, and ends with 1 at the first difference
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Fact } from "../../log/facts.ts";
import type { ActProof } from "../kit/lab.ts";
import { recordingOf, storedAs } from "../kit/recording.ts";
import type { Recording, StoredRecording } from "../kit/recording.ts";
import { LabMistake } from "../kit/variants.ts";
import { LogView } from "../kit/view/log-view.ts";
import { comparable, firstDifference } from "./comparable.ts";
import { labSlugs, loadLab, recordingPath, storedRecording } from "./load.ts";
import type { LoadedLab } from "./load.ts";
import { openAct } from "./open-act.ts";

export type Walked = { readonly facts: readonly Fact[]; readonly tables: Recording["tables"] };

/** Walks one act from the files that it starts with. */
export async function walkAct(loaded: LoadedLab, proof: ActProof): Promise<Walked> {
  const act = actOf(loaded, proof.act);
  const lab = await openAct(loaded, act, act.starts);
  try {
    for (const action of proof.walk) await lab.press(action);
    return { facts: await lab.log(), tables: await lab.place.session.world.tables() };
  } finally {
    await lab.dispose();
  }
}

/** The walk as it is stored: without what the machine spent, cut where it is long. */
export function recorded(loaded: LoadedLab, proof: ActProof, { facts, tables }: Walked): StoredRecording {
  const open = proof.opensUpTo(LogView.of(facts));
  if (open === undefined) throw new LabMistake(`${loaded.slug}/lab.ts: act ${proof.act}: nothing in the walk is the last open fact.`);
  const tidy = facts.map((fact) => comparable(fact) as unknown as Fact);
  return storedAs({ facts: tidy, openUpTo: open.seq, tables }, loaded.sources.variants);
}

/** Where the stored recording differs from what the engine does today; undefined when it does not. */
export function differenceOf(loaded: LoadedLab, stored: StoredRecording, today: StoredRecording): string | undefined {
  const { variants } = loaded.sources;
  const difference = firstDifference(recordingOf(stored, variants).facts, recordingOf(today, variants).facts);
  if (difference !== undefined) return difference;
  const rest = ({ facts: _, ...others }: StoredRecording): string => JSON.stringify(others);
  return rest(stored) === rest(JSON.parse(JSON.stringify(today)) as StoredRecording) ? undefined : "the last open fact or a table differs";
}

export function actOf(loaded: LoadedLab, id: string): LoadedLab["lab"]["definition"]["acts"][number] {
  const act = loaded.lab.definition.acts.find((each) => each.id === id);
  if (act === undefined) throw new LabMistake(`${loaded.slug}/lab.ts: there is no act ${id}.`);
  return act;
}

/** One fact a line, so that a difference in git is a fact that differs. */
function textOf({ facts, ...rest }: StoredRecording): string {
  const lines = facts.map((fact) => `  ${JSON.stringify(fact)}`).join(",\n");
  return `{\n "facts": [\n${lines}\n ],\n "rest": ${JSON.stringify(rest)}\n}\n`.replace(/ "rest": \{(.*)\}\n\}\n$/s, " $1\n}\n");
}

async function write(slug: string): Promise<void> {
  const loaded = loadLab(slug);
  const folder = dirname(recordingPath(slug, ""));
  await mkdir(folder, { recursive: true });
  const known = new Set(loaded.lab.proofs.map(({ act }) => `${act}.json`));
  for (const name of await readdir(folder)) if (!known.has(name)) await rm(join(folder, name));
  for (const proof of loaded.lab.proofs)
    await writeFile(recordingPath(slug, proof.act), textOf(recorded(loaded, proof, await walkAct(loaded, proof))));
}

async function check(slug: string): Promise<string | undefined> {
  const loaded = loadLab(slug);
  for (const proof of loaded.lab.proofs) {
    const today = recorded(loaded, proof, await walkAct(loaded, proof));
    const difference = differenceOf(loaded, storedRecording(slug, proof.act), today);
    if (difference !== undefined) return `act ${proof.act}, ${difference}`;
  }
  return undefined;
}

async function main(checks: boolean, named: readonly string[]): Promise<number> {
  const all = labSlugs();
  const unknown = named.find((slug) => !all.includes(slug));
  if (unknown !== undefined) throw new LabMistake(`There is no lab ${unknown}. There are: ${all.join(", ")}.`);
  for (const slug of named.length > 0 ? named : all) {
    if (!checks) {
      await write(slug);
      console.log(`${slug}: recorded`);
      continue;
    }
    const difference = await check(slug);
    if (difference !== undefined) {
      console.error(
        `${slug}: the recording would come out differently today: ${difference}\nRun npm run labs:record and look at the difference.`,
      );
      return 1;
    }
    console.log(`${slug}: as recorded`);
  }
  return 0;
}

if (import.meta.main)
  process.exit(
    await main(
      process.argv.includes("--check"),
      process.argv.slice(2).filter((word) => word !== "--check"),
    ),
  );
