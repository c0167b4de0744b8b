import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { treeProcessorMs } from "./process-tree.ts";

const BUSY = "let n = 0; while (process.cpuUsage().user < 300_000) n += 1;";

describe.skipIf(!existsSync(`/proc/${process.pid}/task`))("the processor time of a program", () => {
  it("holds that of children that live, and of those that have ended", async () => {
    const before = treeProcessorMs(process.pid) ?? 0;
    const child = spawn(process.execPath, ["-e", `${BUSY} console.log("busy"); setInterval(() => {}, 1000)`]);
    await once(child.stdout, "data");
    const alive = treeProcessorMs(process.pid) ?? 0;
    child.kill();
    await once(child, "exit");
    spawnSync(process.execPath, ["-e", BUSY]);
    expect(alive - before).toBeGreaterThanOrEqual(300);
    expect((treeProcessorMs(process.pid) ?? 0) - before).toBeGreaterThanOrEqual(600);
  });

  it("is unknown for a process that is not there", () => expect(treeProcessorMs(2 ** 22 + 1)).toBeUndefined());
});
