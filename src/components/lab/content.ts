// What a lab is made of beyond its first act, and the place it runs in: both come by dynamic import, on first use.
import labColors from "virtual:lab-colors";
import labTexts from "virtual:labs";
import type { Lab } from "../../../sandbox/labs/kit/lab.ts";
import { recordingOf, type StoredRecording } from "../../../sandbox/labs/kit/recording.ts";
import type { LabSetup, Loading, Opened } from "../../../sandbox/session/open.ts";
import { CannotMove } from "../../../sandbox/session/place-switch.ts";
import { unpackSources } from "./model/packed-sources.ts";
import type { Colors } from "./model/code-tokens.ts";
import type { LabContent, LabStatic } from "./model/ports.ts";

const labs = import.meta.glob<Lab>("../../../sandbox/labs/[0-9]*/lab.ts", { import: "default" });
const recordings = import.meta.glob<StoredRecording>("../../../sandbox/labs/*/recorded/*.json", { import: "default" });

export async function loadLab(slug: string, data: LabStatic): Promise<LabContent> {
  const [definition, texts] = [labs[`../../../sandbox/labs/${slug}/lab.ts`], labTexts[slug]];
  if (definition === undefined || texts === undefined) throw new Error(`There is no lab ${slug} in sandbox/labs.`);
  const [lab, packed, { createGoalJudge }, { createGuide }] = await Promise.all([
    definition(),
    texts(),
    import("./model/goal-judge.ts"),
    import("../../../sandbox/labs/kit/guide.ts"),
  ]);
  const { sources } = unpackSources(packed.default);
  return {
    sources,
    judge: data.goals.length === 0 ? createGoalJudge([]) : createGoalJudge(lab.goals, lab.proofs),
    createGuide,
    recording: async (act) => {
      const stored = await recordings[`../../../sandbox/labs/${slug}/recorded/${act}.json`]?.();
      return stored && recordingOf(stored, sources.variants);
    },
  };
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

export async function openPlace(setup: LabSetup, loading: (now: Loading) => void): Promise<Opened> {
  const { openLab } = await import("../../../sandbox/adapters/worker/client.ts");
  return openLab(setup, { elsewhere, loading });
}
