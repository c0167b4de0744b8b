// What a lab is made of beyond its first act, and the place it runs in: both come by dynamic import, on first use.
import labColors from "virtual:lab-colors";
import type { Goal } from "../../../sandbox/labs/goal.ts";
import type { RecordedLab } from "../../../sandbox/labs/recorded.ts";
import type { LabSetup, Opened } from "../../../sandbox/session/open.ts";
import { CannotMove } from "../../../sandbox/session/place-switch.ts";
import type { Colors } from "./model/code-tokens.ts";
import type { LabContent, LabStatic } from "./model/ports.ts";

const recordings = import.meta.glob<RecordedLab>("../../../sandbox/labs/*/recorded.json", { import: "default" });
const predicates = import.meta.glob<readonly Goal[]>("../../../sandbox/labs/*/goals.ts", { import: "goals" });

export async function loadLab(slug: string, data: LabStatic): Promise<LabContent> {
  const recorded = recordings[`../../../sandbox/labs/${slug}/recorded.json`];
  const goals = predicates[`../../../sandbox/labs/${slug}/goals.ts`];
  if (recorded === undefined || goals === undefined) throw new Error(`The lab ${slug} has no recording. Run npm run labs:record.`);
  const [whole, checks] = await Promise.all([recorded(), goals()]);
  return { recorded: whole, goals: data.goals.length === 0 ? [] : checks };
}

/** The build's colors of every text of the lab. */
export async function loadColors(slug: string): Promise<Colors> {
  return (await labColors[slug]?.())?.default ?? {};
}

async function elsewhere() {
  try {
    return (await import("../../../sandbox/adapters/webcontainer/client.ts")).webcontainer;
  } catch (error) {
    throw new CannotMove(navigator.onLine ? "files" : "offline", String(error), { cause: error });
  }
}

export async function openPlace(setup: LabSetup): Promise<Opened> {
  const { openLab } = await import("../../../sandbox/adapters/worker/client.ts");
  return openLab(setup, { elsewhere });
}
