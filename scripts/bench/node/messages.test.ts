// A bench counts runs, not executions of a last line.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FromChild, Tally } from "./messages.ts";

type Sends = { send?: (message: FromChild) => boolean };
const channel = process as unknown as Sends;
const before = channel.send;
let told: FromChild[] = [];

beforeEach(() => {
  told = [];
  channel.send = (message) => told.push(message) > 0;
});
afterEach(() => {
  if (before === undefined) delete channel.send;
  else channel.send = before;
});

describe("a tally", () => {
  it("tells of a batch once as many runs have ended as are expected, whichever comes first", () => {
    const tally = new Tally();
    tally.ended("a", "run-1");
    tally.expect("a", 2);
    tally.ended("b", "run-1");
    expect(told).toEqual([]);
    tally.ended("a", "run-2", { due: 1, body: 3 });
    expect(told).toMatchObject([{ type: "ended", batch: "a", naps: [{ due: 1, body: 3 }] }]);
  });

  it("counts a run once, however often its last line runs", () => {
    const tally = new Tally();
    tally.expect("a", 2);
    for (const run of ["run-1", "run-1", "run-1"]) tally.ended("a", run);
    expect(told).toEqual([]);
  });
});
