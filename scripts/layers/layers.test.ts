// The list of layers is true only while the sources, the compiler and ARCHITECTURE.md agree with it.
import { globSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { inProject, root } from "../run/project.ts";
import { wrongArrows } from "./arrows.ts";
import { globOf, type Layer, layerOf, TESTS } from "./layer.ts";
import { LAYERS } from "./layers.ts";
import { withTable } from "./table.ts";

const files = globSync("{sandbox,src}/**/*.{ts,tsx,astro,mdx}", {
  cwd: root,
  exclude: ["**/*.d.ts", TESTS, "sandbox/conformance/**", "sandbox/labs/variants/**"],
}).sort();
const sources = files.map((file) => ({ file, text: readFileSync(inProject(file), "utf8") }));

describe("the layers", () => {
  it("import what the list says, all of it and nothing else", () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(wrongArrows(LAYERS, sources)).toEqual([]);
  });

  it("are compiled by the tsconfig whose globals the table names", () => {
    const compiled = new Map(LAYERS.map(({ tsconfig }) => [tsconfig, new Set(filesOf(tsconfig))]));
    // Learners' files are compiled as whole variants, in a folder of their own.
    const own = files.filter((file) => /\.tsx?$/.test(file) && layerOf(LAYERS, file)?.ownFolderOnly !== true);
    const strangers = own.filter((file) => !compiled.get(layerOf(LAYERS, file)?.tsconfig ?? "")?.has(file));
    expect(strangers).toEqual([]);
  });

  it("stand in ARCHITECTURE.md as in the list; `npm run layers` writes them there", () => {
    const text = readFileSync(inProject("ARCHITECTURE.md"), "utf8");
    expect(text).toBe(withTable(text, LAYERS));
    expect(withTable(text, LAYERS.slice(1))).not.toBe(text);
    expect(() => withTable("no table", LAYERS)).toThrow("Put both markers back");
  });
});

function filesOf(tsconfig: string): string[] {
  const { config } = ts.readConfigFile(inProject(tsconfig), ts.sys.readFile) as { config: unknown };
  const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(inProject(tsconfig)));
  return fileNames.map((file) => relative(root, file));
}

describe("an arrow", () => {
  const common = { packages: [], tsconfig: "", why: "" };
  const low: Layer = { ...common, at: "low", mayImport: [] };
  const high: Layer = { ...common, at: "high", mayImport: [{ to: "low", except: ["secret.ts"] }], packages: ["yaml", "node:*"] };
  const good = [
    { file: "high/a.ts", text: 'import "../low/b.ts"; import "yaml/next"; import "node:fs"; import "./c.ts";' },
    { file: "low/b.ts", text: "" },
  ];
  const wrong = (layers: readonly Layer[], ...more: [file: string, text: string][]): string[] =>
    wrongArrows(layers, [...good, ...more.map(([file, text]) => ({ file, text }))]);

  it("that the list has is right", () => expect(wrong([low, high])).toEqual([]));

  it.each([
    ["to a layer", "low/x.ts", 'import type { A } from "../high/a.ts";', "low/x.ts: may not have high/a.ts by types"],
    ["to a file that stays closed", "high/x.ts", 'import("../low/secret.ts");', "high/x.ts: may not have low/secret.ts by import()"],
    ["to a package", "low/x.ts", 'import "yaml";', "low/x.ts: may not have yaml by import"],
    ["to a package of a name that only begins the same", "high/x.ts", 'import "yaml-next";', "high/x.ts: may not have yaml-next by import"],
    ["out of all layers", "high/x.ts", 'import "../other/a.ts";', "high/x.ts: may not have other/a.ts by import"],
  ])("%s that the list does not have is told", (_, file, text, told) => expect(wrong([low, high], [file, text])).toEqual([told]));

  it("made in another way than the list says is told", () => {
    const typed: Layer = { ...common, at: "typed", mayImport: [{ to: "low/b.ts", by: "types" }] };
    expect(wrong([low, high, typed], ["typed/x.ts", 'import type { B } from "../low/b.ts"; import "../low/b.ts";'])).toEqual([
      "typed/x.ts: may not have low/b.ts by import",
    ]);
  });

  it("to a sibling's folder is told where a folder stands alone", () => {
    const alone: Layer = { ...common, at: "alone/*", mayImport: [], ownFolderOnly: true };
    expect(wrong([low, high, alone], ["alone/a/x.ts", 'import "./b/c.ts"; import "../b/c.ts";'])).toEqual([
      "alone/a/x.ts: may not have alone/b/c.ts by import",
    ]);
  });

  it("of the list that no source has is told, unless it is planned", () => {
    const idle: Layer = { ...common, at: "idle", mayImport: ["low", { to: "high", planned: true }], packages: ["diff"] };
    expect(wrong([low, high, idle])).toEqual(["idle: may have low, and nothing has it", "idle: may have diff, and nothing has it"]);
  });

  it("from a file in no layer has no answer", () => {
    expect(() => wrong([low, high], ["new/x.ts", ""])).toThrow("new/x.ts is in no layer");
    expect(layerOf([low, { ...low, at: "low/inner" }], "low/inner/x.ts")?.at).toBe("low/inner");
    expect(globOf({ at: "low/*.ts" })).toBe("low/*.ts");
  });
});
