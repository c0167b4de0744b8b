import { describe, expect, it } from "vitest";
import { Given, hash, planned, signals, typesOf } from "../../conformance/model/given.ts";

const HOUR = 3_600_000;

function running(): Given {
  const given = new Given({ id: "f", on: "a", retries: 3 });
  given.event("a");
  return given;
}
const send = (given: Given, signal: string, data = 1) => given.ask({ type: "signal", signal, data });

describe("a signal", () => {
  it("resumes the run that waits for it, with name and data as the memo (protocol.md 2.6)", () => {
    const given = running();
    expect(typesOf(given.ops([signals("s", "sig")]))).toEqual(["call.answered", "signal.registered"]);
    const { facts, answer } = send(given, "sig", 7);
    expect(typesOf(facts)).toEqual(["signal.matched", "call.sent"]);
    expect(answer).toMatchObject({ type: "signal", runId: given.last("run.created").runId });
    expect(given.sent().steps).toEqual({ [hash("s")]: { data: { signal: "sig", data: 7 } } });
  });

  it("that nobody waits for is told apart, with the name that was probably meant, and is kept for nobody", () => {
    const given = running();
    given.ops([signals("s", "approve/42")]);
    const { facts, answer } = send(given, "approved/42");
    expect(facts).toMatchObject([{ type: "signal.unmatched", signal: "approved/42", suggestion: "approve/42" }]);
    expect(answer).toMatchObject({ runId: undefined });
  });

  it("is given once", () => {
    const given = running();
    given.ops([signals("s", "sig")]);
    send(given, "sig");
    expect(typesOf(send(given, "sig").facts)).toEqual(["signal.unmatched"]);
  });

  it("that does not come in time leaves null (L6)", () => {
    const given = running();
    given.ops([signals("s", "sig")]);
    expect(given.wait(HOUR - 1)).toEqual([]);
    expect(typesOf(given.wait(1))).toEqual(["signal.timedout", "call.sent"]);
    expect(given.sent().steps).toEqual({ [hash("s")]: null });
    expect(given.state.signals.size).toBe(0);
  });
});

describe("a second wait for the same signal", () => {
  it("ends its run in the server's words (protocol.md 2.8, 5.11)", () => {
    const given = running();
    given.ops([signals("s", "sig")]);
    given.event("a");
    given.ops([signals("s", "sig")]);
    expect(given.last("run.failed")).toMatchObject({
      code: "signal-conflict",
      error: { message: "Signal conflict; signal wait already exists for another run" },
    });
    expect(send(given, "sig").answer).toMatchObject({ runId: given.all("run.created")[0]?.runId });
  });

  it("in the same reply conflicts too", () => {
    const given = running();
    given.ops([signals("s", "sig"), signals("t", "sig")]);
    expect(given.last("run.failed")).toMatchObject({ code: "signal-conflict" });
  });

  it("takes the signal over where it replaces; the first waits on until its own timeout", () => {
    const given = running();
    given.ops([signals("s", "sig")]);
    const [first] = given.all("run.created");
    given.event("a");
    given.ops([signals("s", "sig", { conflict: "replace", timeout: "2h" })]);
    expect(given.last("signal.registered").replaces).toEqual({ runId: first?.runId, hashedId: hash("s") });
    given.wait(HOUR);
    expect(given.last("signal.timedout").runId).toBe(first?.runId);
    expect(send(given, "sig").answer).toMatchObject({ runId: given.last("run.created").runId });
  });

  it("may come once the first is over, or its run is", () => {
    const given = running();
    given.ops([signals("s", "sig"), planned("p")]);
    given.throws({ name: "Error", message: "final" }, { "x-inngest-no-retry": "true" }, given.call(hash("p")));
    expect(given.state.signals.size).toBe(0);
    given.event("a");
    expect(typesOf(given.ops([signals("s", "sig")]))).toContain("signal.registered");
  });
});
