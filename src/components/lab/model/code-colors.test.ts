import { effect } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { colorsFor, createCodeColors } from "./code-colors.ts";
import { packed, plainLines } from "./code-tokens.ts";
import { coloredTypeScript } from "./coloring-typescript.ts";
import { hash } from "./edits.ts";

const file = "const a = 1;\n";
const other = "let b = 2;\n";
const typed = "return `c`;\n";
const prepared = (...texts: readonly string[]) => Object.fromEntries(texts.map((text) => [hash(text), packed(coloredTypeScript(text))]));

/** Colors of a lab with two files, and what has been loaded for it. */
function opened({ fails = false } = {}) {
  const loaded: string[] = [];
  const source =
    <T>(name: string, value: T) =>
    async (): Promise<T> => {
      loaded.push(name);
      if (fails) throw new Error("offline");
      return value;
    };
  const colors = createCodeColors(prepared(file), {
    lab: source("lab", prepared(file, other)),
    typed: source("typed", coloredTypeScript),
  });
  return { colors, loaded };
}

describe("code in the page", () => {
  it("has the colors that stand in the page with nothing loaded", async () => {
    const { colors, loaded } = opened();
    expect(colors.linesOf(file)).toEqual(coloredTypeScript(file));
    await colors.want(file);
    expect(loaded).toEqual([]);
  });

  it("of another act is plain until the lab's colors are loaded", async () => {
    const { colors, loaded } = opened();
    expect(colors.linesOf(other)).toEqual(plainLines(other));
    await colors.want(other);
    expect(colors.linesOf(other)).toEqual(coloredTypeScript(other));
    expect(loaded).toEqual(["lab"]);
  });

  it("that was typed is plain until the grammar is loaded", async () => {
    const { colors, loaded } = opened();
    expect(colors.linesOf(typed)).toEqual(plainLines(typed));
    await colors.want(typed);
    expect(colors.linesOf(typed)).toEqual(coloredTypeScript(typed));
    expect(loaded).toEqual(["lab", "typed"]);
  });

  it("is drawn again when its colors come", async () => {
    const { colors } = opened();
    const drawn: (string | undefined)[] = [];
    const end = effect(() => void drawn.push(colors.linesOf(typed)[0]?.[0]?.kind));
    await colors.want(typed);
    end();
    expect(drawn.at(0)).toBe("plain");
    expect(drawn.at(-1)).toBe("keyword");
  });

  it("is loaded once for all that ask", async () => {
    const { colors, loaded } = opened();
    await Promise.all([colors.load(), colors.load(), colors.want(other), colors.loadTyped(), colors.loadTyped()]);
    expect(loaded.toSorted()).toEqual(["lab", "typed"]);
  });

  it("stays plain where colors cannot be loaded, and asks again", async () => {
    const { colors, loaded } = opened({ fails: true });
    await colors.want(typed);
    await colors.want(typed);
    expect(colors.linesOf(typed)).toEqual(plainLines(typed));
    expect(loaded).toEqual(["lab", "typed", "lab", "typed"]);
  });

  it("a diff that the build does not know is plain, not taken for code", async () => {
    const { colors } = opened();
    await colors.loadTyped();
    expect(colors.linesOfDiff("-const a")).toEqual(plainLines("-const a"));
  });
});

it("a page takes along the colors of its own texts alone", () => {
  expect(Object.keys(colorsFor([other, typed], prepared(file, other)))).toEqual([hash(other)]);
});
