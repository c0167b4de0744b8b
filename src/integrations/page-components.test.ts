import { describe, expect, it } from "vitest";
import { componentsIn, withComponents } from "./page-components.ts";

const page = (body: string): string => `---\ntitle: A page {with} <Braces>\n---\n\n${body}\n`;

describe("a page", () => {
  it("is given the components that it names, once each, behind its last line", () => {
    const source = page(
      '<Lab id="a" />\n\nText with <OpenNow /> in it.\n\n<Languages>\n  <Python>\n  x\n  </Python>\n</Languages>\n\n<Lab id="b" />',
    );
    const given = withComponents(source);
    expect(given.startsWith(source.trimEnd())).toBe(true);
    expect(given.match(/^import .*$/gm)).toEqual([
      'import Lab from "/src/components/lesson/Lab.astro";',
      'import Languages from "/src/components/lesson/Languages.astro";',
      'import OpenNow from "/src/components/landing/OpenNow.astro";',
      'import Python from "/src/components/lesson/Python.astro";',
    ]);
  });

  it("without components stays as it is", () => {
    const source = page("Only `<Lab />` in code.\n\n```mdx\n<Lab />\n```");
    expect(withComponents(source)).toBe(source);
  });

  it("that names an unknown component is refused, with the line", () => {
    expect(() => componentsIn(page("One.\n\n<QuickCheck />"))).toThrow("line 7: there is no component <QuickCheck>");
  });

  it("that imports something is refused, with the line", () => {
    expect(() => componentsIn(page('import A from "./a.astro";\n\n<Lab id="a" />'))).toThrow("line 5: pages import nothing");
  });
});
