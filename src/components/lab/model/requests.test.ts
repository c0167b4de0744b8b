import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { isOpen, newestFirst, requestsFold } from "./requests.ts";
import { runsIn } from "./runs.ts";
import { opened, START } from "./testing/story.ts";

const of = (n: number) => ({ runId: `run-${n}`, fn: "gate" });
const told = () => {
  const story = opened();
  for (const n of [1, 2, 3]) {
    story
      .add("run.created", { ...of(n), cause: "event", eventIds: [], startAt: START, maxAttempts: 2 }, 1000)
      .add("effect", { ...of(n), kind: "slack.posted", label: "message", suppressed: false, detail: { requestId: `r-${n}` } });
  }
  return story;
};
const cards = (facts: readonly Fact[]) =>
  newestFirst(requestsFold({ effect: "slack.posted", id: "requestId" })(facts, runsIn(facts))).map((request) => [
    request.id,
    isOpen(request) ? "open" : (request.over ?? request.sent),
  ]);

describe("requests, as cards", () => {
  it("stand newest first", () => {
    expect(cards(told().facts)).toEqual([
      ["r-3", "open"],
      ["r-2", "open"],
      ["r-1", "open"],
    ]);
  });

  it("are open until somebody decides or the run ends; what is decided or over stands below", () => {
    const story = told()
      .add("request.decided", { request: "r-2", answer: "approve", eventName: "refund/decided" })
      .add("run.cancelled", { ...of(3), because: "another act began" });
    expect(cards(story.facts)).toEqual([
      ["r-1", "open"],
      ["r-2", "approve"],
      ["r-3", "cancelled"],
    ]);
  });

  it("are open again when a run asks afresh for what an ended one has asked for", () => {
    const story = told()
      .add("run.completed", { ...of(1), output: null })
      .add("run.created", { ...of(4), cause: "rerun", eventIds: [], startAt: START, maxAttempts: 2 }, 1000)
      .add("effect", { ...of(4), kind: "slack.posted", label: "message", suppressed: false, detail: { requestId: "r-1" } });
    expect(cards(story.facts)[0]).toEqual(["r-1", "open"]);
  });
});
