// What of a lab's recording stands in the page from the start: the first act, and nothing of the others but their words.
import type { RecordedLab } from "../../../../sandbox/labs/recorded.ts";
import type { LabStatic } from "./ports.ts";

export function staticPart(recorded: RecordedLab): LabStatic {
  const act = recorded.lab.acts[0];
  const id = act?.id ?? "";
  return {
    lab: recorded.lab,
    goals: recorded.goals,
    files: recorded.folders[act?.starts ?? "start"] ?? {},
    recording: recorded.recordings[id],
  };
}

/** One act without a question or goals, under a name and log of its own. */
export function demoPart(recorded: RecordedLab): LabStatic {
  const { lab } = recorded;
  const act = lab.acts[1] ?? lab.acts[0];
  if (act === undefined) throw new Error(`The lab ${lab.id} has no act.`);
  const { prediction: _question, announces: _new, hints: _hints, ...plain } = act;
  const demo = {
    ...plain,
    controls: ["Run" as const, "Crash host" as const, "Next wake-up" as const],
    rails: ["handler" as const, "run" as const, "host" as const],
  };
  const recording = recorded.recordings[act.id];
  return {
    lab: { ...lab, id: "landing", title: "A run outlives its process", page: "/", acts: [demo] },
    goals: [],
    files: recorded.folders[act.starts] ?? {},
    recording: recording === undefined ? undefined : { ...recording, openUpTo: recording.facts.at(-1)?.seq ?? 0 },
  };
}
