import fc from "fast-check";
import json from "shiki/langs/json.mjs";
import { describe, expect, it } from "vitest";
import { coloring } from "../../lab/model/coloring.ts";
import { plainLines } from "../../lab/model/code-tokens.ts";
import { jsonLines } from "./json-colors.ts";
import { pretty } from "./json-text.ts";

const byGrammar = coloring("json", json);

describe("JSON in the trace", () => {
  it.each([
    { name: "a", many: [1, -2.5, 1e21, 1e-7], yes: true, no: false, none: null, empty: {}, list: [], text: "" },
    { 'a "quoted": name': 'a "quoted": value, 12 true \\ // no comment', "line\nbreak": "tab\t\u0001 é 👍" },
    "true",
    -0.5,
    null,
  ])("has the colors of its grammar: %j", (value) => {
    expect(jsonLines(pretty(value))).toEqual(byGrammar(pretty(value)));
  });

  it("has the colors of its grammar, whatever it holds", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const value = pretty(JSON.parse(text));
        expect(jsonLines(value)).toEqual(byGrammar(value));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps every character of what is no JSON", () => {
    const text = '{ "cut off": "in the mid\n  … 12 more lines';
    expect(
      jsonLines(text)
        .map((line) => line.map((token) => token.text).join(""))
        .join("\n"),
    ).toBe(text);
  });

  it("stays plain where it is very long", () => {
    const text = pretty(Array.from({ length: 20_000 }, (_, index) => index));
    expect(jsonLines(text)).toEqual(plainLines(text));
  });
});
