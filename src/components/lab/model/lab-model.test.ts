import { describe, expect, it } from "vitest";
import type { KeyValue } from "./asleep.ts";
import { createProgress } from "../../progress/progress-store.ts";
import { asks, createLabModel } from "./lab-model.ts";
import { fakePlace } from "./testing/fake-session.ts";
import { content, first, given } from "./testing/greet-lab.ts";
import { asleep, completed, opened } from "./testing/story.ts";

describe("before first use", () => {
  it("the recording stands there up to the predicted moment, and nothing is opened", () => {
    const { model, place } = given();
    expect(model.state.value).toBe("recorded");
    expect(model.facts.value.length).toBe(12);
    expect(model.rest.value[0]?.seq).toBe(13);
    expect(place.asked).toEqual([]);
  });

  it("what would answer the question stays away until it has been answered or skipped", () => {
    const { model } = given();
    expect(asks(model)).toBe(true);
    model.prediction.leave();
    expect(asks(model)).toBe(false);
  });

  it("every goal is open and says what to press", () => {
    expect(given().model.goals.value).toMatchObject([{ state: "open", text: "Press Run." }]);
  });
});

describe("Run", () => {
  it("opens the place, sends the act's event, and skips a question that stands", async () => {
    const { model, place } = given();
    await model.press.button("Run");
    expect(place.asked).toEqual(['enterAct "count"', 'sendMany [{"name":"demo/greet","data":{"name":"Mira"}}]']);
    expect(model.prediction.stage.value).toBe("skipped");
    expect(model.facts.value).toEqual([]);
  });

  it("counts as running from the press on", () => {
    const { model } = given(fakePlace(opened().facts));
    const pressed = model.press.button("Run");
    expect(["starting", "running"]).toContain(model.state.value);
    return pressed;
  });

  it("puts the act's files into service first when others serve", async () => {
    const { model, place } = given(fakePlace(opened().facts));
    await model.press.session();
    model.code.accepted({ "greet.ts": "mine" });
    await model.press.button("Run");
    expect(place.asked).toEqual(['enterAct "count"', 'deploy "learner"', 'sendMany [{"name":"demo/greet","data":{"name":"Mira"}}]']);
  });
});

describe("a crash", () => {
  it("strikes at once, also where one is armed", async () => {
    const { model, place } = given(fakePlace(asleep().facts));
    await model.press.button("Crash host");
    expect(place.asked).toEqual(['enterAct "count"', "kill"]);
  });

  it("that is armed waits for the moment shown, and says so", async () => {
    const { model, place } = given();
    await model.press.button("Arm crash");
    expect(place.asked).toEqual(['enterAct "count"', 'arm {"boundary":"in sleep"}']);
    place.tell([], { armed: { boundary: "in sleep" } });
    expect(model.says.value).toBe("A crash is armed: the host will die in the sleep. Press Run.");
  });
});

describe("goals", () => {
  it("are met by the log, kept as progress, and lead on", async () => {
    const { model, place, progress } = given();
    await model.press.button("Run");
    place.tell(completed().facts);
    expect(model.goals.value).toMatchObject([{ state: "met", by: "learner", text: "One run completed." }]);
    expect(progress.data().goals["greet/done"]?.by).toBe("learner");
    expect(model.justMet.value?.id).toBe("greet/done");
    expect(model.filled.value).toBe("Next act");
  });

  it("stay met for their act when the log is reset: the dot says what the sidebar counts", async () => {
    const { model, place } = given();
    await model.press.button("Run");
    place.tell(completed().facts);
    await model.press.reset();
    place.opened.session.facts = () => Promise.resolve(opened().facts);
    await model.place.reload();
    expect(model.goals.value).toMatchObject([{ state: "open" }]);
    expect([model.isDone(0), model.goals.value.map(model.metBefore)]).toEqual([true, [true]]);
    expect(model.filled.value).not.toBe("Next act");
  });

  it("met after the solution was shown are marked so", async () => {
    const { model, place } = given();
    await model.keep.showSolution();
    await model.press.button("Run");
    place.tell(completed().facts);
    expect(model.goals.value).toMatchObject([{ state: "met", by: "solution" }]);
  });
});

describe("an edit", () => {
  it("that does not compile leaves what serves in service and names file and line", async () => {
    const { model } = given(fakePlace(opened().facts));
    await model.press.session();
    model.code.edit();
    model.code.type("greet.ts", "syntax error");
    await model.press.applyEdit();
    expect(model.code.error.value).toEqual({ message: "Unexpected token", place: { file: "greet.ts", line: 3 } });
    expect(model.code.files.value).toEqual({ "greet.ts": "start" });
    expect(model.code.draft.value).toEqual({ "greet.ts": "syntax error" });
  });
});

describe("an edit that is being put into service", () => {
  it("is waited for by a Run pressed meanwhile", async () => {
    const { model, place } = given(fakePlace(opened().facts));
    await model.press.session();
    let accept = (_: { ok: true; version: number }): void => undefined;
    const accepted = new Promise<{ ok: true; version: number }>((resolve) => (accept = resolve));
    place.opened.session.deploy = () => accepted;
    model.code.edit();
    model.code.type("greet.ts", "mine");
    const applied = model.press.applyEdit();
    const ran = model.press.button("Run");
    // Later presses that need no new host are through, the run is not.
    await model.press.button("Pause");
    await model.press.button("Pause");
    expect(place.asked).toEqual(['enterAct "count"', "pause true", "pause true"]);
    accept({ ok: true, version: 2 });
    await Promise.all([applied, ran]);
    expect(place.asked.at(-1)).toBe('sendMany [{"name":"demo/greet","data":{"name":"Mira"}}]');
  });
});

describe("a next act", () => {
  it("brings its holds and its question; the log goes on", async () => {
    const { model, place } = given(fakePlace(completed().facts));
    await model.press.session();
    await model.press.enterAct(1);
    expect(place.asked).toEqual(['enterAct "count"', 'enterAct "crash"', 'holds [{"boundary":"before step"}]']);
    expect(model.act.value?.id).toBe("crash");
    expect(model.facts.value.length).toBe(completed().facts.length);
  });
});

describe("a return", () => {
  it("finds the act in which the learner left, and asks no question twice that was passed over", async () => {
    const kept = new Map<string, string>();
    const storage: KeyValue = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, text),
      removeItem: (key) => void kept.delete(key),
    };
    const before = given(fakePlace(completed().facts), storage).model;
    await before.press.button("Run");
    await before.press.enterAct(1);
    const after = given(fakePlace(completed().facts), storage).model;
    expect(after.act.value?.id).toBe("crash");
    await after.press.enterAct(0);
    expect(after.prediction.stage.value).toBe("skipped");
  });

  it("to a lab that was never run finds its first act", async () => {
    const kept = new Map<string, string>();
    const storage: KeyValue = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, text),
      removeItem: () => undefined,
    };
    await given(fakePlace(), storage).model.press.enterAct(1);
    expect(given(fakePlace(), storage).model.act.value?.id).toBe("count");
  });
});

describe("a place that cannot start", () => {
  it("is failed in its own words, and can be tried again", async () => {
    const place = fakePlace();
    let broken = true;
    const model = createLabModel(first, {
      open: () => (broken ? Promise.reject(new Error("No worker here.")) : Promise.resolve(place.opened)),
      load: () => Promise.resolve(content),
      storage: undefined,
      progress: createProgress(undefined, () => 1),
      after: () => () => undefined,
    });
    await model.press.button("Run");
    expect(model.state.value).toBe("failed");
    expect(model.says.value).toBe("The lab could not start: No worker here.");
    broken = false;
    await model.press.button("Run");
    expect(model.state.value).not.toBe("failed");
  });
});

describe("facts", () => {
  it("that do not follow on what is known have the whole log read again", async () => {
    const { model, place } = given(fakePlace(opened().facts));
    await model.press.session();
    place.tell(asleep().facts.slice(0, 6));
    const late = asleep().facts;
    place.opened.session.facts = () => Promise.resolve(late);
    place.tell(late.slice(0, 9));
    await Promise.resolve();
    expect(model.facts.value.map((fact) => fact.seq)).toEqual(model.facts.value.map((_, index) => index + 1));
  });
});

describe("a shared run", () => {
  it("is shown without running, and Try it yourself leaves the sender's files out", async () => {
    const { model, place } = given();
    expect(
      model.keep.showShared({
        v: 2,
        lab: "greet",
        act: "crash",
        seed: "s",
        files: { "greet.ts": "theirs" },
        pressed: [],
        facts: completed().facts,
      }),
    ).toBe(true);
    expect(model.actIndex.value).toBe(1);
    expect(model.result.value).toBe("Run 1 completed: done.");
    await model.press.tryIt();
    expect(model.code.files.value).toEqual({ "greet.ts": "start" });
    expect(place.asked).toEqual([]);
  });

  it("with facts that nobody can draw is refused", () => {
    const { model } = given();
    expect(
      model.keep.showShared({
        v: 2,
        lab: "greet",
        act: "crash",
        seed: "s",
        files: {},
        pressed: [],
        facts: [{ seq: 1, t: 1, type: "nonsense" } as never],
      }),
    ).toBe(false);
  });
});
