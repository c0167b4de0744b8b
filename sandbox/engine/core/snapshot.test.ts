import { describe, expect, it } from "vitest";
import { Given, hash, invokes, planned, ran, sleeps, typesOf, waits } from "../../conformance/model/given.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";

/** A state with one of everything: open steps of each kind, a retry, a held call, an idempotency key, a tombstone. */
function everything(): Given {
  const given = new Given({ id: "f", on: "a" }, { id: "child", on: "never" });
  given.event("a", {}, { id: "ended" });
  given.returns(null);
  given.event("a");
  given.ops([planned("p"), sleeps("s", "1h"), waits("w", "go"), invokes("i", "child")]);
  given.ops([ran("p")], given.call(hash("p")));
  given.event("a");
  given.unreachable();
  given.take({ type: "pause", reason: "down" });
  given.event("a", {}, { id: "held" });
  return given;
}

describe("a snapshot", () => {
  it("holds the whole state: read and written again, it is the same", () => {
    const written = writeSnapshot(everything().state, 99);
    const read = readSnapshot(written);
    expect(read).toBeDefined();
    if (read === undefined) return;
    expect(writeSnapshot(read, 99)).toEqual(written);
    expect(read.agenda.next).toBe(everything().state.agenda.next);
  });

  it("leads to the same facts as the state that it was taken from (L12)", () => {
    const [whole, restored] = [everything(), everything()];
    restored.state = readSnapshot(writeSnapshot(restored.state, 1)) ?? restored.state;
    const goOn = (given: Given): readonly string[] =>
      typesOf([...given.take({ type: "resume", reason: "up" }), ...given.event("go"), ...given.wait(7_200_000), ...given.restart()]);
    expect(goOn(restored)).toEqual(goOn(whole));
    expect(restored.facts).toEqual(whole.facts);
  });

  it("shares nothing with the living state", () => {
    const given = everything();
    const written = writeSnapshot(given.state, 1);
    const text = JSON.stringify(written);
    given.take({ type: "resume", reason: "up" });
    given.wait(7_200_000);
    expect(JSON.stringify(written)).toBe(text);
  });

  it("keeps each tombstone whole", () => {
    const { state } = everything();
    expect(state.tombstones.size).toBeGreaterThan(0);
    expect(readSnapshot(writeSnapshot(state, 1))?.tombstones).toEqual(state.tombstones);
  });

  it("of another version of the log is not read: the log is folded anew", () => {
    expect(readSnapshot({ ...writeSnapshot(everything().state, 1), logVersion: 0 })).toBeUndefined();
  });

  it("of another shape of the state is not read: the log is folded anew", () => {
    const written = writeSnapshot(everything().state, 1);
    const older = JSON.stringify({ ...(JSON.parse(String(written.state)) as object), format: 1 });
    expect([readSnapshot({ ...written, state: older }), readSnapshot({ ...written, state: {} })]).toEqual([undefined, undefined]);
  });
});
