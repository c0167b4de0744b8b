import { describe, expect, it } from "vitest";
import { importsOf } from "./imports.ts";

const seen = (file: string, text: string): string[] => importsOf(file, text).map(({ specifier, way }) => `${specifier} ${way}`);

describe("the imports of a source", () => {
  it("are told by how they are made", () => {
    const text = [
      'import a from "a"; import "side"; import { type B } from "b";',
      'import type { C } from "c";',
      'export { d } from "d"; export type { E } from "e"; export * from "f";',
      'type G = import("g").G; const h = () => import("h");',
    ].join("\n");
    expect(seen("x.ts", text)).toEqual([
      "a import",
      "side import",
      "b import",
      "c types",
      "d import",
      "e types",
      "f import",
      "g types",
      "h import()",
    ]);
  });

  it("are not what a text or a comment says", () => {
    expect(seen("x.ts", 'const text = \'import a from "a"\'; // import b from "b"\nimport(text);')).toEqual([]);
  });

  it("stand in a component's head and its scripts, and in a page's import lines", () => {
    expect(seen("x.astro", '---\nimport A from "./A.astro";\n---\n<A />\n<script>\n  import "./b.ts";\n</script>')).toEqual([
      "./A.astro import",
      "./b.ts import",
    ]);
    expect(seen("x.mdx", 'import A from "./A.astro";\n\nWe import nothing from "b".')).toEqual(["./A.astro import"]);
    expect(seen("x.tsx", 'import A from "./A.tsx"; export const B = () => <A>{import("c")}</A>;')).toEqual([
      "./A.tsx import",
      "c import()",
    ]);
  });
});
