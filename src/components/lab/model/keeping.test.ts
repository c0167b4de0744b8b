// What outlasts a page: edits, the sleeping-run note, links, the tutor's prompt, and what is said on return.
import { describe, expect, it } from "vitest";
import { readAsleep, saysAsleep, sleepersOf, writeLab } from "./asleep.ts";
import { awayFold, saysAway } from "./away.ts";
import { hash, keepEdits, withEdits } from "./edits.ts";
import { runsIn } from "./runs.ts";
import { fromFragment, lightFacts, SHARE_VERSION, toFragment, type Shared } from "./share.ts";
import { tutorPrompt } from "./tutor.ts";
import { asleep, completed, START } from "./testing/story.ts";

function memory() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, text: string) => void map.set(key, text),
    removeItem: (key: string) => void map.delete(key),
  };
}
const refusing = {
  getItem: () => {
    throw new Error("denied");
  },
  setItem: () => {
    throw new Error("denied");
  },
  removeItem: () => {
    throw new Error("denied");
  },
};

describe("edits", () => {
  it("come back for the file that they were made to", () => {
    const storage = memory();
    keepEdits(storage, "lab", { "a.ts": "one" }, { "a.ts": "two" });
    expect(withEdits(storage, "lab", { "a.ts": "one" })).toEqual({ "a.ts": "two" });
  });
  it("stay away from a starter that has changed since", () => {
    const storage = memory();
    keepEdits(storage, "lab", { "a.ts": "one" }, { "a.ts": "two" });
    expect(withEdits(storage, "lab", { "a.ts": "new" })).toEqual({ "a.ts": "new" });
  });
  it("leave nothing behind when they are undone", () => {
    const storage = memory();
    keepEdits(storage, "lab", { "a.ts": "one" }, { "a.ts": "two" });
    keepEdits(storage, "lab", { "a.ts": "one" }, { "a.ts": "one" });
    expect(storage.map.size).toBe(0);
  });
  it("are simply not kept where storage refuses", () => {
    keepEdits(refusing, "lab", { "a.ts": "one" }, { "a.ts": "two" });
    expect(withEdits(refusing, "lab", { "a.ts": "one" })).toEqual({ "a.ts": "one" });
  });
  it("are keyed by a hash that tells texts apart", () => expect(hash("a")).not.toBe(hash("b")));
});

describe("sleeping labs", () => {
  it("are listed while a run of theirs is asleep, and not afterwards", () => {
    const storage = memory();
    const entry = (facts: Parameters<typeof runsIn>[0]) => ({
      lab: "quick-win",
      title: "Quick win",
      page: "/start/quick-win/",
      runs: sleepersOf(runsIn(facts)),
    });
    writeLab(storage, "quick-win", entry(asleep().facts));
    expect(readAsleep(storage).map((each) => saysAsleep(each.runs))).toEqual(["1 run asleep"]);
    writeLab(storage, "quick-win", entry(completed().facts));
    expect(readAsleep(storage)).toEqual([]);
  });
  it("survive a note that is not theirs", () => {
    const storage = memory();
    storage.setItem("agent-nervous-system:asleep", "{broken");
    expect(readAsleep(storage)).toEqual([]);
    expect(readAsleep(undefined)).toEqual([]);
  });
});

describe("on return", () => {
  it("the learner reads how long they were away and how long the run sleeps on", () => {
    const log = asleep().add("time.away", { ms: 240_000 }, 240_000).facts;
    const now = START + 1200 + 240_000;
    expect(saysAway(awayFold()(log), runsIn(log).at(-1), now, 0)).toBe("You were away 4 min. Your run slept on: 2 d 23 h 56 min left.");
  });
  it("an absence that has been told is not told again", () => {
    const log = asleep().add("time.away", { ms: 240_000 }).facts;
    expect(saysAway(awayFold()(log), runsIn(log).at(-1), START, log.length)).toBeUndefined();
  });
});

describe("a shared link", () => {
  const shared: Shared = {
    v: SHARE_VERSION,
    lab: "quick-win",
    act: "crash",
    seed: "s",
    files: {},
    pressed: [{ seq: 4, action: { do: "send", event: "mira" } }],
    facts: lightFacts(completed().facts),
  };

  it("carries a run from one browser to another", async () => {
    const fragment = (await toFragment(shared)) ?? "";
    expect(fragment.startsWith("#run=")).toBe(true);
    expect(await fromFragment(fragment, "quick-win")).toEqual({ ok: true, shared });
  });
  it("is refused by another lab, and when it was cut", async () => {
    const fragment = (await toFragment(shared)) ?? "";
    expect(await fromFragment(fragment, "step-run")).toMatchObject({ reason: "other-lab" });
    expect(await fromFragment(fragment.slice(0, -40), "quick-win")).toMatchObject({ reason: "unreadable" });
    expect(await fromFragment("#top", "quick-win")).toMatchObject({ reason: "none" });
  });
  it("from a newer page asks for a reload and is not guessed at", async () => {
    const fragment = (await toFragment({ ...shared, v: 99 as typeof SHARE_VERSION })) ?? "";
    expect(await fromFragment(fragment, "quick-win")).toMatchObject({ reason: "newer" });
  });
  it("holds the code once and no stack", () => {
    const light = lightFacts(completed().facts);
    expect(
      light
        .filter((fact) => fact.type === "code.deployed")
        .every((fact) => fact.type === "code.deployed" && Object.keys(fact.files).length === 0),
    ).toBe(true);
  });
});

describe("the tutor's prompt", () => {
  it("asks for hints first and holds task, open goals, code and log", () => {
    const prompt = tutorPrompt(
      { lab: "Quick win", act: "Count", task: "Run it.", openGoals: ["Two entries: press Run."], prediction: "Twice" },
      { "a.ts": "const a = 1;" },
      asleep().facts,
    );
    expect(prompt).toMatch(/one hint at a time/);
    expect(prompt).toContain("My prediction: Twice");
    expect(prompt).toContain("- Two entries: press Run.");
    expect(prompt).toContain("const a = 1;");
    expect(prompt).toContain("sleep.started | three-days | for 3 d");
  });
});
