// The write-ahead log on a disk that is turned by hand: what is told when, and what a disk that fails does.
import { describe, expect, it, onTestFinished } from "vitest";
import type { Fact } from "../../../log/facts.ts";
import type { Disk } from "./disk.ts";
import { IN_MEMORY, openDatabase } from "./database.ts";
import { Log } from "./log.ts";

const note = (seq: number): Fact => ({ seq, t: seq, type: "console", level: "log", text: `line ${seq}` });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type HandDisk = Disk & { readonly syncs: number[]; done(): Promise<void>; breaks(): Promise<void> };

function handDisk(): HandDisk {
  const syncs: number[] = [];
  let [finish, fail] = [(): void => {}, (_error: Error): void => {}];
  return {
    syncs,
    sync({ facts }) {
      syncs.push(facts);
      return new Promise((resolve, reject) => {
        [finish, fail] = [resolve, reject];
      });
    },
    closing() {},
    close: () => Promise.resolve(),
    done() {
      finish();
      return turn();
    },
    breaks() {
      fail(new Error("EIO: i/o error"));
      return turn();
    },
  };
}

function openLog(): { readonly log: Log; readonly disk: HandDisk; append(...seqs: number[]): void; readonly told: string[] } {
  const opened = openDatabase(IN_MEMORY);
  onTestFinished(() => opened.close());
  const disk = handDisk();
  const log = new Log(opened.db, { file: "engine.db", disk, soon: setImmediate });
  const told: string[] = [];
  return {
    log,
    disk,
    told,
    append(...seqs) {
      const name = seqs.join("+");
      log.append(seqs.map(note)).then(
        () => told.push(name),
        (error: Error) => told.push(`${name}: ${error.message}`),
      );
    },
  };
}

describe("the log", () => {
  it("tells nobody of a commit before it is on the disk (L1)", async () => {
    const { disk, append, told } = openLog();
    append(1);
    await turn();
    expect([disk.syncs, told]).toEqual([[1], []]);
    await disk.done();
    expect(told).toEqual(["1"]);
  });

  it("puts all that comes in one turn, and all that comes while the disk works, into one commit each", async () => {
    const { disk, append, told } = openLog();
    append(1);
    append(2, 3);
    await turn();
    append(4);
    append(5);
    await disk.done();
    expect(told).toEqual(["1", "2+3"]);
    await disk.done();
    expect([told, disk.syncs]).toEqual([
      ["1", "2+3", "4", "5"],
      [3, 2],
    ]);
  });

  it("refuses a batch that does not follow, and keeps the others of its commit", async () => {
    const { disk, append, told } = openLog();
    append(1);
    append(7);
    append(2);
    await turn();
    await disk.done();
    expect(told).toEqual(["1", expect.stringContaining("goes on at 2"), "2"]);
  });

  it("acknowledges nothing any more once the disk has failed, and says why and what to do (L1)", async () => {
    const { log, disk, append, told } = openLog();
    append(1);
    await turn();
    append(2);
    await disk.breaks();
    append(3);
    await turn();
    const why = "engine.db could not be written: EIO: i/o error. Nothing of this was acknowledged, and what was before is stored.";
    expect(told).toHaveLength(3);
    for (const line of told) expect(line).toContain(why);
    expect(log.problem).toMatchObject({ code: "store-failed" });
  });
});
