import { describe, expect, it } from "vitest";
import { complete, Given, hash, ran, sleeps, typesOf } from "../../conformance/model/given.ts";
import type { Json, JsonObject } from "../../log/json.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";

const MEBIBYTE = 1024 * 1024;
const END_OF_RUN = "0737c22d3bfae812339732d14d8c7dbd6dc4e09c";

const LATER = { id: "later", on: "inngest/deferred.schedule", if: "event.data._inngest.fn_slug == 'later'" };

function running(): Given {
  const given = new Given({ id: "f", on: "a", retries: 1 }, LATER);
  given.event("a", { k: 1 });
  return given;
}

const defers = (id: string, input: Json = { for: id }, more: JsonObject = {}): JsonObject => ({
  id: hash(id),
  op: "DeferAdd",
  userland: { id },
  opts: { fn_slug: "later", input, ...more },
});
const takesBack = (id: string): JsonObject => ({ id: hash(`${id}:abort`), op: "DeferAbort", opts: { target_hashed_id: hash(id) } });
const startedLater = (given: Given): readonly JsonObject[] =>
  given.all("event.received").flatMap(({ name, data }) => (name === "inngest/deferred.schedule" ? [data] : []));

describe("a defer", () => {
  it("starts its function when the run has ended, and not before (protocol.md 4.6)", () => {
    const given = running();
    given.ops([defers("mail", { to: "ada" }), ran("one")]);
    expect(given.all("run.created")).toHaveLength(1);
    given.returns("done");
    expect(startedLater(given)).toMatchObject([
      { to: "ada", _inngest: { fn_slug: "later", parent_fn_slug: "f", parent_run_id: given.all("run.created")[0]?.runId } },
    ]);
    expect(given.all("run.created").map(({ fn }) => fn)).toEqual(["f", "later"]);
  });

  it("counts although it comes with the end of its run, in whatever order (protocol.md 2.4)", () => {
    const given = running();
    given.ops([complete("done"), defers("mail")]);
    expect(given.all("run.completed")).toHaveLength(1);
    expect(startedLater(given)).toHaveLength(1);
  });

  it.each(["failed", "cancelled"] as const)("starts its function after a run that was %s too", (how) => {
    const given = running();
    given.ops([defers("mail"), sleeps("nap", "1h")]);
    if (how === "cancelled") given.take({ type: "cancel-run", runId: given.last("run.created").runId, because: "enough" });
    else {
      given.wait(3_600_000);
      given.throws({ name: "Error", message: "x" }, { "x-inngest-no-retry": "true" });
    }
    expect(given.all(`run.${how}`)).toHaveLength(1);
    expect(startedLater(given)).toHaveLength(1);
  });

  it("is told to the SDK from then on, and reported again it adds nothing (protocol.md 2.1)", () => {
    const given = running();
    given.ops([defers("mail"), ran("one")]);
    expect(given.sent()).toMatchObject({ defers: { [hash("mail")]: { abortable: true } } });
    given.ops([defers("mail", { for: "another" }), complete(null)]);
    expect(startedLater(given)).toMatchObject([{ for: "mail" }]);
  });

  it("that is taken back starts nothing, and stays taken back", () => {
    const given = running();
    given.ops([defers("mail"), ran("one")]);
    given.ops([takesBack("mail"), ran("two")]);
    expect(given.last("defer.aborted")).toMatchObject({ deferId: "mail" });
    expect(given.sent()).toMatchObject({ defers: { [hash("mail")]: { abortable: false } } });
    given.ops([defers("mail"), complete(null)]);
    expect(startedLater(given)).toEqual([]);
  });

  it("comes by a checkpoint as well as by a reply", () => {
    const given = running();
    const { callId, runId } = given.call();
    const op = { type: "defer" as const, stepId: "mail", hashedId: hash("mail"), wanted: { fn: "later", input: {} } };
    given.take({ type: "checkpoint", checkpoint: { runId, callId, generation: given.state.generation, ops: [op] } });
    given.ops([complete(null)]);
    expect(startedLater(given)).toHaveLength(1);
  });

  it("survives a restart and a snapshot (L11)", () => {
    const given = running();
    given.ops([defers("mail"), ran("one")]);
    given.state = readSnapshot(writeSnapshot(given.state, 1)) ?? given.state;
    given.restart();
    given.ops([complete(null)]);
    expect(startedLater(given)).toHaveLength(1);
  });

  it("is no step: it opens no group and leaves no memo", () => {
    const given = running();
    given.ops([defers("mail"), ran("one")]);
    expect(given.sent()).toMatchObject({ ctx: { disable_immediate_execution: false, stack: { stack: [hash("one")] } } });
  });

  it("for a function that nobody serves is told as an event without a listener (L9)", () => {
    const given = running();
    given.ops([defers("mail", {}, { fn_slug: "nowhere" }), complete(null)]);
    expect(given.last("event.unmatched")).toMatchObject({ name: "inngest/deferred.schedule" });
  });
});

describe("a defer that is refused", () => {
  const rejections = (given: Given): readonly string[] => given.all("defer.rejected").map(({ because }) => because);

  it("leaves its run as it is, with a fact that says why (protocol.md 5.14)", () => {
    const given = running();
    given.ops([defers("large", { text: "x".repeat(4 * MEBIBYTE) }), defers("odd", "no object"), ran("one")]);
    expect(rejections(given)).toEqual(["input-too-large", "malformed"]);
    given.ops([complete("done")]);
    expect([given.last("run.completed").output, startedLater(given)]).toEqual(["done", []]);
  });

  it("is one too many after 20, and too much after 4 MB together", () => {
    const given = running();
    given.ops([...Array.from({ length: 21 }, (_, i) => defers(`d${i}`)), ran("one")]);
    expect(rejections(given)).toEqual(["too-many"]);
    const large = running();
    large.ops([defers("a", { text: "x".repeat(3 * MEBIBYTE) }), defers("b", { text: "x".repeat(2 * MEBIBYTE) }), ran("one")]);
    expect(rejections(large)).toEqual(["too-much-input"]);
  });
});

describe("an error in the place of the end of the run", () => {
  it("is the handler's: it is tried again or ends the run, and what was left to other functions is kept", () => {
    const given = running();
    const thrown = { id: END_OF_RUN, error: { name: "Error", message: "boom" } };
    expect(typesOf(given.ops([defers("mail"), { ...thrown, op: "StepError" }]))).toEqual([
      "call.failed",
      "defer.added",
      "step.retry.scheduled",
    ]);
    given.wait(60_000);
    given.ops([{ ...thrown, op: "StepFailed" }]);
    expect(given.last("run.failed").error).toMatchObject({ message: "boom" });
    expect(startedLater(given)).toHaveLength(1);
  });
});

describe("a step's input", () => {
  it("may have 4 MB; more ends the run in words that say so (protocol.md 5.14)", () => {
    const given = running();
    given.ops([{ ...ran("wrapped"), opts: { input: ["x".repeat(4 * MEBIBYTE)] } }]);
    expect(given.last("run.failed")).toMatchObject({ code: "input-too-large", error: { name: "InputTooLarge" } });
    const invoking = running();
    const payload = { data: { text: "x".repeat(4 * MEBIBYTE) } };
    invoking.ops([{ id: hash("i"), op: "InvokeFunction", opts: { function_id: "later", payload } }]);
    expect(invoking.last("run.failed").code).toBe("input-too-large");
  });
});
