// A page's MDX as Markdown.
import { describe, expect, it } from "vitest";
import { mdxToMarkdown } from "./mdx.ts";
import type { Props, Tell } from "./mdx.ts";

const inside: Tell = (_name, _props, children) => children;

/** The attributes of the first component of the text. */
function propsOf(text: string): Props | undefined {
  const seen: Props[] = [];
  mdxToMarkdown(text, (_name, props) => (seen.push(props), ""));
  return seen[0];
}

describe("a page told in words", () => {
  it("loses comments, and keeps code as it stands", () => {
    const text = 'See {/* not this */}this.\n\n```tsx\nimport B from "b";\n<B {...all} />\n```\n';
    expect(mdxToMarkdown(text, inside)).toBe('See this.\n\n```tsx\nimport B from "b";\n<B {...all} />\n```');
  });

  it("shows what stands inside a component, without its indent", () => {
    expect(mdxToMarkdown("<Languages>\n  <Python>\n    one\n\n    two\n  </Python>\n</Languages>", inside)).toBe("one\n\ntwo");
  });

  it("reads attributes as the plain data they are", () => {
    expect(propsOf('<Nerve label="a > b" marks={[{ is: "}", n: -1, lost: true }]} prompt={`one\ntwo`} from={"x\\"y"} bare />')).toEqual({
      label: "a > b",
      marks: [{ is: "}", n: -1, lost: true }],
      prompt: "one\ntwo",
      from: 'x"y',
      bare: true,
    });
  });

  it("refuses an attribute that would have to be run", () => {
    expect(() => propsOf("<Nerve marks={marks()} />")).toThrow("An attribute holds CallExpression");
    expect(() => propsOf("<Nerve {...all} />")).toThrow("one by one");
  });

  it("says which component is never closed", () => {
    expect(() => mdxToMarkdown("<Languages>\n\none", inside)).toThrow("Languages");
  });

  it("takes a line of nothing but components for blocks, and one inside a sentence for words", () => {
    const tell: Tell = (name) => `> ${name}`;
    expect(mdxToMarkdown("<One /> <Two />", tell)).toBe("> One\n\n> Two");
    expect(mdxToMarkdown("There are <One /> of them.", (name) => name)).toBe("There are One of them.");
  });

  it("keeps tables, without padding", () => {
    expect(mdxToMarkdown("| a | b |\n|---|---|\n| one | `x` |", inside)).toBe("| a | b |\n| - | - |\n| one | `x` |");
  });
});
