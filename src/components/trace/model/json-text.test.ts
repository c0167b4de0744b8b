import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, pretty, readJson, readList, readObject } from "./json-text.ts";

describe("JSON that is typed", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (json) => void expect(readJson(JSON.stringify(json))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(json)) }),
      ),
    );
  });

  it("says on which line it stops being JSON", () => {
    const read = readJson('{\n  "a": 1,\n  "b": nothing\n}');
    expect(read).toMatchObject({ ok: false, line: 3 });
    expect(read.ok ? "" : read.message).toMatch(/^Line 3, column \d+: /);
  });

  it("that ends too early is wrong at its end", () => {
    expect(readJson('{\n  "a": [1, 2')).toMatchObject({ ok: false, line: 2 });
  });

  it("that is missing says how to write nothing", () => {
    expect(readJson("  ")).toMatchObject({ ok: false, message: "Nothing is written here. An empty object is {}." });
  });

  it("must be an object where an event's data are asked for, and a list where arguments are", () => {
    expect(readObject("[1]")).toMatchObject({ ok: false, message: expect.stringContaining("{") as string });
    expect(readObject('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(readList('{"a":1}')).toMatchObject({ ok: false, message: expect.stringContaining("[") as string });
    expect(readList("[1]")).toEqual({ ok: true, value: [1] });
  });

  it("never breaks the reader, whatever is typed", () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(typeof readJson(text).ok).toBe("boolean")));
  });
});

describe("a long text", () => {
  it("is cut to its first lines, and says how long it is", () => {
    expect(cut(pretty(Array.from({ length: 5000 }, (_, index) => index)), 3)).toEqual({ text: "[\n  0,\n  1,", size: "39 kB" });
  });

  it("that is short is left whole", () => {
    expect(cut(pretty({ a: 1 }))).toEqual({ text: '{\n  "a": 1\n}', size: undefined });
  });

  it("has no endless line", () => {
    expect(cut(pretty({ a: "x".repeat(100_000) })).text.length).toBeLessThan(500);
  });
});
