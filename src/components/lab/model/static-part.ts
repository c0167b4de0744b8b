// What of a lab stands in the page from the start: the first act, and nothing of the others but their words.
import type { Lab } from "../../../../sandbox/labs/kit/lab.ts";
import { recordingOf, type StoredRecording } from "../../../../sandbox/labs/kit/recording.ts";
import type { LabTexts } from "./packed-sources.ts";
import type { LabStatic } from "./ports.ts";

/** A lab as the build has it; `recordings` by act. */
export type BuiltLab = LabTexts & { readonly lab: Lab; readonly recordings: { readonly [act: string]: StoredRecording } };

export function staticPart({ lab, sources, schema, recordings }: BuiltLab): LabStatic {
  const { definition, goals } = lab;
  const [act] = definition.acts;
  const stored = recordings[act?.id ?? ""];
  return {
    lab: definition,
    goals: goals.map(({ id, act: number, title, guided, missing }) => ({ id, act: number, title, guided, missing })),
    files: sources.variants[act?.starts ?? "start"] ?? {},
    recording: stored && recordingOf(stored, sources.variants),
    ...(schema !== undefined && { schema }),
  };
}

/** One act without a question or goals, under a name and log of its own. */
export function demoPart(built: BuiltLab): LabStatic {
  const { definition } = built.lab;
  const act = definition.acts[1] ?? definition.acts[0];
  if (act === undefined) throw new Error(`The lab ${definition.id} has no act.`);
  const { prediction: _question, announces: _new, shown: _shown, ...plain } = act;
  const demo = {
    ...plain,
    hints: [],
    controls: ["Run" as const, "Crash host" as const, "Next wake-up" as const],
    // Without the handler's entries, and up to the moment that the act's question is about: the picture answers no question of the lab.
    rails: ["run" as const, "host" as const],
  };
  const stored = built.recordings[act.id];
  const recording = stored && recordingOf(stored, built.sources.variants);
  return {
    lab: { ...definition, id: "landing", title: "A run outlives its process", page: "/", acts: [demo] },
    goals: [],
    files: built.sources.variants[act.starts] ?? {},
    recording,
  };
}
