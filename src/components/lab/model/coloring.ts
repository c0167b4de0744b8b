// Colors code by Shiki, with one grammar and the JavaScript engine for its expressions: no WebAssembly, which the page's policy
// refuses. The build imports it, and the page by `import()` alone.
import { createHighlighterCoreSync, type HighlighterCore, type LanguageRegistration } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { codeNames } from "../../../styles/code-themes.ts";
import { joined, type Line, type Token } from "./code-tokens.ts";

/** Longer lines stay plain: nobody reads them, and coloring one would hold up the page. */
const LONGEST_LINE = 5000;

/** What colors code of one language. Pure: the same code has the same colors on every machine. */
export function coloring(lang: string, grammar: LanguageRegistration[]): (code: string) => readonly Line[] {
  let made: HighlighterCore | undefined;
  return (code) => {
    made ??= createHighlighterCoreSync({ themes: [codeNames], langs: [grammar], engine: createJavaScriptRegexEngine() });
    const lines = made.codeToTokensBase(code.replace(/\n$/, ""), {
      lang,
      theme: codeNames.name,
      tokenizeMaxLineLength: LONGEST_LINE,
      // No limit of time: a slow machine must not color less.
      tokenizeTimeLimit: 0,
    });
    return lines.map((line) => joined(line.map(({ content, color }) => ({ text: content, kind: (color || "plain") as Token["kind"] }))));
  };
}
