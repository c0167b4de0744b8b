// A writer that will be killed: appends batches to a folder's log for ever and says which number it was told is stored.
import type { Fact } from "../../log/facts.ts";
import { openFileStore } from "./file-store.ts";

const store = await openFileStore(process.argv[2] ?? "");
let seq = (await store.read(1)).at(-1)?.seq ?? 0;
for (;;) {
  const batch = Array.from({ length: 3 }, (): Fact => ({
    seq: (seq += 1),
    t: seq,
    type: "run.started",
    runId: `r${seq % 5}`,
    fn: "app-f",
  }));
  await store.append(batch);
  process.stdout.write(`${seq}\n`);
  // Some of what a store does besides: each may be where death comes.
  if (seq % 30 === 0) await store.saveSnapshot({ upTo: seq, logVersion: 1, state: { seq } });
  if (seq % 45 === 0) await store.dropRun("r1");
}
