// The learner's files: what restores them, and what asks before an edit is lost that nobody has applied.
import { describe, expect, it } from "vitest";
import { createCodeModel } from "./code-model.ts";

const given = { "a.ts": "one", "b.ts": "two" };
const opened = () => createCodeModel("lab", ["a.ts", "b.ts"], given, undefined);

describe("Restore this file", () => {
  it("brings back the shown file alone, and can be taken back", () => {
    const code = opened();
    code.accepted({ "a.ts": "mine", "b.ts": "mine" });
    expect(code.differs.value).toBe(true);
    const back = code.restore();
    expect(code.files.value).toEqual({ "a.ts": "one", "b.ts": "mine" });
    expect(code.differs.value).toBe(false);
    back();
    expect(code.files.value).toEqual({ "a.ts": "mine", "b.ts": "mine" });
  });

  it("changes what is being typed, not what serves", () => {
    const code = opened();
    code.edit();
    code.type("a.ts", "typed");
    code.type("b.ts", "typed");
    code.restore();
    expect(code.draft.value).toEqual({ "a.ts": "one", "b.ts": "typed" });
    expect(code.files.value).toEqual(given);
  });
});

describe("forgetting all edits", () => {
  it("can be taken back, also from an act that starts from other files", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
      removeItem: (key: string) => void kept.delete(key),
    };
    const code = createCodeModel("lab", ["a.ts"], { "a.ts": "one" }, storage);
    code.accepted({ "a.ts": "mine" });
    const back = code.forget();
    code.startFrom({ "a.ts": "another act" });
    back();
    expect(code.files.value).toEqual({ "a.ts": "another act" });
    code.startFrom({ "a.ts": "one" });
    expect(code.files.value).toEqual({ "a.ts": "mine" });
  });
});

describe("leaving the editor", () => {
  it("goes on at once where nothing was typed", () => {
    const code = opened();
    code.edit();
    code.leave(() => code.propose(undefined));
    expect(code.draft.value).toBeUndefined();
  });

  it("asks where an edit is not applied, and the edit stays until that is answered", () => {
    const code = opened();
    code.edit();
    code.type("a.ts", "typed");
    code.leave(() => code.propose(undefined));
    expect(code.leaving.value).toBeDefined();
    expect(code.draft.value).toEqual({ ...given, "a.ts": "typed" });
  });

  it("asks no more once the edit is applied", () => {
    const code = opened();
    code.edit();
    code.type("a.ts", "typed");
    code.leave(() => code.propose(undefined));
    code.accepted({ ...given, "a.ts": "typed" });
    expect(code.leaving.value).toBeUndefined();
    expect(code.dirty.value).toBe(false);
  });
});
