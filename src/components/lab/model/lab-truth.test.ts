// The page says only what is true: of the run that happened, of the code that runs, of a log that is not open yet.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../sandbox/log/facts.ts";
import { type KeyValue, writeLab } from "./asleep.ts";
import { fakePlace } from "./testing/fake-session.ts";
import { completedIn, given } from "./testing/greet-lab.ts";
import { asleep, completed, opened, run1, START } from "./testing/story.ts";

describe("a prediction", () => {
  it("is said with its confidence, seen after the run, and told beside the log", async () => {
    const { model, place, progress } = given();
    model.prediction.say("once");
    model.prediction.trust(2);
    expect(model.prediction.stage.value).toBe("open");
    await model.press.button("Run");
    expect(model.prediction.stage.value).toBe("said");
    place.tell(completed().facts);
    expect(model.prediction.stage.value).toBe("asking");
    model.prediction.look("twice");
    expect(model.prediction.stage.value).toBe("told");
    expect(progress.data().predictions["q"]).toMatchObject({ said: "once", confidence: 2, saw: "twice", log: "twice" });
  });
});

describe("what the log says to a prediction", () => {
  const entered = { act: "count" };
  const after = (facts: readonly Fact[]) => async () => {
    const { model, place } = given(fakePlace(facts));
    await model.press.session();
    return { model, place };
  };

  it("comes after a reload too, to whoever had answered before it", async () => {
    const place = fakePlace(completed().facts);
    const { model } = given(place);
    model.prediction.say("once");
    await model.press.session();
    expect(model.prediction.stage.value).toBe("asking");
    model.prediction.look("twice");
    expect(model.prediction.log.value).toEqual({ label: "Twice", why: "It was entered twice." });
  });

  it("comes to whoever skipped the question", async () => {
    const { model } = await after(completed().facts)();
    model.prediction.leave();
    expect(model.prediction.stage.value).toBe("asking");
    model.prediction.look("once");
    expect(model.prediction.stage.value).toBe("told");
    expect(model.prediction.said.value).toBeUndefined();
  });

  it("is not the answer when another run than the one asked about has ended, and says so", async () => {
    const { model } = await after(asleep().add("run.cancelled", { ...run1, because: "by hand" }).facts)();
    expect(model.prediction.stage.value).toBe("skipped");
    expect(model.prediction.waits.value).toMatch(/The last run was cancelled/);
  });

  it("is of the run, not of the lab's author: code that does otherwise is told as it came out", async () => {
    const { model } = await after(asleep().add("run.completed", { ...run1, output: "done" }).facts)();
    model.prediction.look("twice");
    expect(model.prediction.log.value).toMatchObject({ label: "Once", why: expect.stringContaining("other code") });
  });

  it("is of the act's own runs", async () => {
    const { model } = await after(completedIn(entered.act))();
    await model.press.enterAct(1);
    expect(model.runs.value).toEqual([]);
    expect(model.run.value).toBe("none");
    await model.press.enterAct(0);
    expect(model.prediction.stage.value).toBe("asking");
  });
});

describe("Run, while an edit or a change is on show", () => {
  it("runs what is shown: it comes into service first", async () => {
    const { model, place } = given(fakePlace(opened().facts));
    await model.press.session();
    await model.keep.showSolution();
    await model.press.button("Run");
    expect(place.asked.slice(1)).toEqual(['deploy "solution"', 'sendMany [{"name":"demo/greet","data":{"name":"Mira"}}]']);
    expect(model.code.proposal.value).toBeUndefined();
    expect(model.code.files.value).toEqual({ "greet.ts": "better" });
  });

  it("runs nothing when that is refused, and says why; a Cancel leaves what serves", async () => {
    const { model, place } = given(fakePlace(opened().facts));
    await model.press.session();
    model.code.edit();
    model.code.type("greet.ts", "syntax error");
    await model.press.button("Run");
    expect(place.asked.slice(1)).toEqual(['deploy "learner"']);
    expect(model.says.value).toMatch(/^Nothing was run/);
    expect(model.code.error.value?.message).toBe("Unexpected token");
    model.code.propose(undefined);
    await model.press.button("Run");
    expect(place.asked.at(-1)).toMatch(/^sendMany/);
  });

  it("holds for a run that goes on as well", async () => {
    const place = fakePlace(asleep().facts);
    const { model } = given(place);
    await model.press.session();
    place.tell(asleep().facts, { clock: { now: START, rate: 0, paused: false, next: { kind: "sleep", at: START, label: "" } } });
    await model.keep.showSolution();
    await model.press.button("Next wake-up");
    expect(place.asked.slice(1)).toEqual(['deploy "solution"', "next"]);
  });
});

describe("a lab whose log is in this browser", () => {
  const kept = (facts: readonly Fact[]) => {
    const storage: KeyValue = {
      getItem: (key) => notes.get(key) ?? null,
      setItem: (key, text) => void notes.set(key, text),
      removeItem: () => undefined,
    };
    const notes = new Map<string, string>();
    writeLab(storage, "greet", { lab: "greet", title: "Greet", page: "/greet/", runs: 1 });
    return given(fakePlace(facts), storage);
  };

  it("says until it is open that the run is being restored, shows no recording and asks for no press", async () => {
    const { model } = kept(asleep().facts);
    expect(model.restores()).toBe(true);
    expect(model.says.value).toBe("Restoring your run. Nothing of it is lost.");
    expect(model.goals.value).toMatchObject([{ state: "open", text: "Restoring your run." }]);
    expect([model.state.value, model.filled.value, model.facts.value, model.rest.value]).toEqual(["starting", undefined, [], []]);
    await model.resume();
    expect(model.says.value).toMatch(/^Run 1 sleeps/);
    expect(model.goals.value).not.toMatchObject([{ text: "Restoring your run." }]);
  });

  it("is told from one that was never run", () => {
    const { model } = given(fakePlace());
    expect(model.restores()).toBe(false);
    expect(model.state.value).toBe("recorded");
  });
});
