import { describe, expect, it } from "vitest";
import { emptyProgress, mergeProgress, parseProgress, saysOpen, share } from "./progress-data.ts";
import { createProgress, storageKey } from "./progress-store.ts";
import type { KeyValue } from "./progress-store.ts";

function drawer(content: Record<string, string> = {}): KeyValue & { readonly content: Record<string, string> } {
  return {
    content,
    getItem: (key) => content[key] ?? null,
    setItem: (key, value) => {
      content[key] = value;
    },
    removeItem: (key) => {
      delete content[key];
    },
  };
}

const refusing: KeyValue = {
  getItem: () => {
    throw new Error("denied");
  },
  setItem: () => {
    throw new Error("denied");
  },
  removeItem: () => undefined,
};

describe("progress", () => {
  it("survives a new page on the same storage", () => {
    const storage = drawer();
    createProgress(storage, () => 7).goalMet("quick-win/two-entries", "learner");
    expect(createProgress(storage, () => 8).data().goals).toEqual({ "quick-win/two-entries": { by: "learner", at: 7 } });
  });

  it("keeps the reader's own work when the solution is shown later", () => {
    const progress = createProgress(drawer(), () => 1);
    progress.goalMet("g", "learner");
    progress.goalMet("g", "solution");
    expect(progress.data().goals["g"]?.by).toBe("learner");
  });

  it("lets the reader's own work replace a shown solution", () => {
    const progress = createProgress(drawer(), () => 1);
    progress.goalMet("g", "solution");
    progress.goalMet("g", "learner");
    expect(progress.data().goals["g"]?.by).toBe("learner");
  });

  it("adds what was seen to what was said", () => {
    const progress = createProgress(drawer(), () => 3);
    progress.predicted("p", { said: "once", confidence: 2 });
    progress.predicted("p", { saw: "twice", log: "twice" });
    expect(progress.data().predictions["p"]).toEqual({ said: "once", confidence: 2, saw: "twice", log: "twice", at: 3 });
  });

  it("records nothing seen where nothing was said", () => {
    const progress = createProgress(drawer(), () => 3);
    progress.predicted("p", { saw: "twice" });
    expect(progress.data().predictions).toEqual({});
  });

  it("tells listeners what is known at once and after every change", () => {
    const progress = createProgress(drawer(), () => 1);
    const seen: number[] = [];
    const stop = progress.subscribe((data) => seen.push(Object.keys(data.checks).length));
    progress.checked("memo-key", { chosen: "b", right: true });
    stop();
    progress.checked("other", { chosen: "a", right: false });
    expect(seen).toEqual([0, 1]);
  });
});

describe("storage that is missing or refused", () => {
  it("works for the page's lifetime and says that nothing is kept", () => {
    const progress = createProgress(refusing, () => 1);
    progress.checked("memo-key", { chosen: "b", right: true });
    expect([progress.keeps, progress.data().checks["memo-key"]?.right]).toEqual([false, true]);
  });

  it("is not overwritten when a newer version wrote it", () => {
    const storage = drawer({ [storageKey]: '{"version":99}' });
    const progress = createProgress(storage, () => 1);
    expect([progress.keeps, progress.data()]).toEqual([false, emptyProgress]);
  });
});

describe("export and import", () => {
  it("carries everything to another browser", () => {
    const here = createProgress(drawer(), () => 1);
    here.goalMet("g", "learner");
    here.checked("c", { chosen: "a", right: true });
    const there = createProgress(drawer(), () => 2);
    expect([there.import(here.export()), there.data()]).toEqual([{ ok: true, added: 2 }, here.data()]);
  });

  it("undoes nothing that was done here", () => {
    const mine = { ...emptyProgress, checks: { c: { chosen: "b", right: true, at: 1 } } };
    const other = { ...emptyProgress, checks: { c: { chosen: "a", right: false, at: 2 } } };
    expect([mergeProgress(mine, other).checks, mergeProgress(other, mine).checks]).toEqual([mine.checks, mine.checks]);
  });

  it("refuses a file that holds something else", () => {
    expect(createProgress(drawer(), () => 1).import("[1, 2]")).toEqual({ ok: false, reason: "not-progress" });
  });
});

describe("versions", () => {
  it("are raised one migration at a time", () => {
    const steps = {
      [-1]: (old: Record<string, unknown>) => ({ marks: old["done"] }),
      0: (old: Record<string, unknown>) => ({ goals: old["marks"] }),
    };
    const text = '{"version":-1,"done":{"g":{"by":"learner","at":4}}}';
    expect(parseProgress(text, steps)).toEqual({ ok: true, data: { ...emptyProgress, goals: { g: { by: "learner", at: 4 } } } });
  });

  it("newer than the page are refused", () => {
    expect(parseProgress('{"version":2}')).toEqual({ ok: false, reason: "newer" });
  });

  it("lose only the entries that do not fit", () => {
    const text = '{"version":1,"goals":{"a":{"by":"learner","at":1},"b":{"by":"luck","at":1}},"checks":7}';
    expect(parseProgress(text)).toEqual({ ok: true, data: { ...emptyProgress, goals: { a: { by: "learner", at: 1 } } } });
  });
});

describe("share", () => {
  it("counts goals met and checks answered rightly", () => {
    const data = {
      ...emptyProgress,
      goals: { a: { by: "solution" as const, at: 1 } },
      checks: { b: { chosen: "x", right: false, at: 1 }, c: { chosen: "y", right: true, at: 1 } },
    };
    expect(share(data, { goals: ["a"], checks: ["b", "c", "d"] })).toEqual({ done: 2, of: 4 });
  });

  it("counts a goal and a check of the same id each for itself", () => {
    const data = { ...emptyProgress, goals: { a: { by: "learner" as const, at: 1 } } };
    expect(share(data, { goals: ["a"], checks: ["a"] })).toEqual({ done: 1, of: 2 });
  });
});

describe("what is missing", () => {
  const outcomes = { goals: ["g"], checks: ["a", "b", "c"] };
  const right = { chosen: "x", right: true, at: 1 };

  it("is said in words, goals before checks", () => {
    expect(saysOpen(emptyProgress, outcomes)).toBe("one goal and three checks are open");
    const met = { ...emptyProgress, goals: { g: { by: "learner" as const, at: 1 } } };
    expect(saysOpen(met, outcomes)).toBe("three checks are open");
    expect(saysOpen({ ...met, checks: { a: right, b: right, c: { ...right, right: false } } }, outcomes)).toBe("one check is open");
  });

  it("is nothing once all is done", () => {
    expect(saysOpen({ ...emptyProgress, checks: { a: right } }, { goals: [], checks: ["a"] })).toBe("");
  });
});
