// The logs that the engine has recorded of every act of every lab: real material for tests of whatever reads a log.
import type { Fact } from "../../log/facts.ts";
import type { Lab } from "../kit/lab.ts";
import { recordingOf } from "../kit/recording.ts";
import { labSlugs, loadLab, storedRecording } from "./load.ts";

export type RecordedLog = { readonly lab: Lab; readonly facts: readonly Fact[] };

export async function recordedLogs(): Promise<readonly RecordedLog[]> {
  const labs = labSlugs().map((slug) => loadLab(slug));
  const logs = labs.flatMap(({ slug, lab, sources }) =>
    lab.proofs.map(async ({ act }) => ({ lab, facts: recordingOf(storedRecording(slug, act), sources.variants).facts })),
  );
  return Promise.all(logs);
}
