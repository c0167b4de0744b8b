// The course's text as the engine gives it to agents: every page, readable without its components.
import { describe, expect, it } from "vitest";
import { buildDocs } from "./build-docs.ts";
import { mdxToMarkdown, type Tag } from "./mdx-text.ts";

const inside = (_: Tag, children: string): string => children;

describe("a page told in words", () => {
  it("loses imports and comments, and keeps code as it stands", () => {
    const text = 'import A from "./a.astro";\n\nSee {/* not this */}this.\n\n```tsx\nimport B from "b";\n<B {...all} />\n```\n';
    expect(mdxToMarkdown(text, inside)).toBe('See this.\n\n```tsx\nimport B from "b";\n<B {...all} />\n```');
  });

  it("shows what stands inside a component, without its indent", () => {
    expect(mdxToMarkdown('<Tabs>\n  <TabItem label="A">\n    one\n\n    two\n  </TabItem>\n</Tabs>', inside)).toBe("one\n\ntwo");
  });

  it("reads attributes in quotes and braces, with brackets inside", () => {
    const seen: Tag[] = [];
    mdxToMarkdown('<Nerve label="a > b" marks={[{ is: \'}\' }]} prompt={`one\ntwo`} from={"x\\"y"} bare />', (tag) => (seen.push(tag), ""));
    expect(seen[0]?.attributes).toEqual({ label: "a > b", marks: "[{ is: '}' }]", prompt: "one\ntwo", from: 'x"y', bare: "" });
  });

  it("says which component is never closed", () => {
    expect(() => mdxToMarkdown("<Tabs>\n\none", inside)).toThrow("<Tabs> is never closed");
  });
});

describe("the course's text", () => {
  const docs = buildDocs();

  it("has every lesson with its title, and no component, import or answer of the site left in it", () => {
    expect(docs.map(({ path }) => path)).toEqual(expect.arrayContaining(["start/quick-win", "reflexes/step-run", "balance/human-gate"]));
    const prose = docs.map(({ path, text }) => ({ path, text: text.replace(/^```[\s\S]*?^```$/gm, "") }));
    expect(docs.filter(({ title, text }) => !text.startsWith(`# ${title}\n`))).toEqual([]);
    expect(prose.filter(({ text }) => /<[A-Z]|^import |\uE000/m.test(text))).toEqual([]);
  });

  it("has the files that a lesson shows", () => {
    expect(docs.find(({ path }) => path === "reflexes/step-run")?.text).toContain('await step.run("load-customer"');
  });
});
