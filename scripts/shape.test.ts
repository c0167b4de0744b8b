// What no compiler sees: that documents name tests that exist, that ids are unique, that pages import files that are there.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { missingFromLock, readLock } from "./run/lockfile.ts";
import { functionLines } from "./run/own-lines.ts";
import { inProject, root } from "./run/project.ts";

const text = (file: string): string => readFileSync(inProject(file), "utf8");
const files = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: root, exclude: ["**/node_modules/**", "dist/**", "expected-violations/**"] }).sort();
const tests = files("{sandbox,src,scripts,e2e}/**/*.{test,suite}.ts");

/** Values that stand more than once, each with the places where it stands. */
function repeated(entries: readonly (readonly [id: string, where: string])[]): string[] {
  const places = Map.groupBy(entries, ([id]) => id);
  return [...places].filter(([, all]) => all.length > 1).map(([id, all]) => `${id}: ${all.map(([, where]) => where).join(", ")}`);
}

describe("ARCHITECTURE.md", () => {
  const rows = [...text("ARCHITECTURE.md").matchAll(/^\| (L\d+) \| (.+?) \| (.+?) \|$/gm)].map(([, law, , proof]) => ({
    law: law ?? "",
    proof: proof ?? "",
  }));

  it("states the twelve laws in order", () => {
    expect(rows.map((row) => row.law)).toEqual(Array.from({ length: 12 }, (_, at) => `L${at + 1}`));
  });

  it("names for every law a test that cites it, or says that it is not claimed yet", () => {
    const wrong = rows.filter(({ law, proof }) => {
      if (/not claimed yet/.test(proof)) return false;
      const named = [...proof.matchAll(/`([^`]+)`/g)].map(([, file]) => file ?? "");
      return named.length === 0 || !named.every((file) => existsSync(inProject(file)) && new RegExp(`\\b${law}\\b`).test(text(file)));
    });
    expect(wrong).toEqual([]);
  });

  it("fits a page", () => {
    expect(text("ARCHITECTURE.md").split("\n").length).toBeLessThan(160);
  });
});

describe("AGENTS.md", () => {
  it("has at most 90 lines, and CLAUDE.md is one that points to it", () => {
    expect(text("AGENTS.md").trimEnd().split("\n").length).toBeLessThanOrEqual(90);
    expect(text("CLAUDE.md").trimEnd()).toMatch(/^[^\n]*AGENTS\.md[^\n]*$/);
  });
});

describe("decisions", () => {
  it("are numbered once each and say when to revisit them", () => {
    const records = files("decisions/*.md");
    expect(repeated(records.map((file) => [/(\d{3})/.exec(file)?.[1] ?? "no number", file]))).toEqual([]);
    expect(records.filter((file) => !/^## When to revisit$/m.test(text(file)))).toEqual([]);
  });
});

describe("ids", () => {
  type LabYaml = { id: string; acts: { id: string; prediction?: { id: string } }[] };
  const labs = files("sandbox/labs/*/lab.yaml").map((file) => ({ file, lab: parse(text(file)) as LabYaml }));

  it("of labs and their predictions are unique", () => {
    const ids = labs.flatMap(({ file, lab }): [string, string][] => [
      [lab.id, file],
      ...lab.acts.flatMap((act): [string, string][] => (act.prediction ? [[act.prediction.id, file]] : [])),
    ]);
    expect(repeated(ids)).toEqual([]);
  });

  it("of goals are unique and begin with their lab's id", () => {
    const ids = files("sandbox/labs/*/goals.ts").flatMap((file) =>
      [...text(file).matchAll(/\bid: "([^"]+)"/g)].map(([, id]): [string, string] => [id ?? "", file]),
    );
    const lab = (file: string): string | undefined => labs.find((one) => dirname(one.file) === dirname(file))?.lab.id;
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter(([id, file]) => !id.startsWith(`${lab(file)}/`))).toEqual([]);
  });

  it("of quick checks are unique", () => {
    const ids = files("src/content/quizzes/*.{yaml,yml,json}").flatMap((file) =>
      [...text(file).matchAll(/^(?:- |  )?id: (\S+)$/gm)].map(([, id]): [string, string] => [id ?? "", file]),
    );
    expect(repeated(ids)).toEqual([]);
  });
});

describe("pages", () => {
  it("import only files and packages that are there", () => {
    const packages = Object.keys((JSON.parse(text("package.json")) as { dependencies: object }).dependencies);
    const missing = files("src/content/**/*.mdx").flatMap((file) =>
      [...text(file).matchAll(/^import .* from ["']([^"']+)["'];?$/gm)]
        .map(([, specifier]) => specifier ?? "")
        .filter((specifier) =>
          specifier.startsWith(".")
            ? !existsSync(join(root, dirname(file), specifier.replace(/\?.*$/, "")))
            : !packages.some((name) => specifier === name || specifier.startsWith(`${name}/`)) && !specifier.startsWith("astro:"),
        )
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("tests", () => {
  it("have laws as titles and mock no module", () => {
    const wrong = tests
      .filter((file) => file !== "scripts/shape.test.ts")
      .filter((file) => /\b(?:it|test)(?:\.\w+)*\(\s*["'`]should\b|\bvi\.mock\(/.test(text(file)));
    expect(wrong).toEqual([]);
  });
});

describe("functions", () => {
  it("have at most 50 lines of their own", () => {
    const sources = files("{sandbox,src,scripts}/**/*.{ts,tsx}").filter(
      (file) => !/\.(test|suite|d)\.tsx?$|\/labs\/[^/]+\/(start|solution|wrong)/.test(file),
    );
    const long = sources.flatMap((file) =>
      functionLines(file, text(file))
        .filter((one) => one.lines > 50)
        .map((one) => `${file}:${one.line} ${one.name}: ${one.lines}`),
    );
    expect(long).toEqual([]);
  });
});

describe("the lockfile", () => {
  it("names the packages of every platform", () => {
    expect(missingFromLock(readLock()).map(({ key, version }) => `${key} ${version}`)).toEqual([]);
  });
});

describe("the project", () => {
  it("names no path of a machine", () => {
    const roots = ["work", "home", "root", "Users", "farm"].map((name) => `(^|[^A-Za-z0-9.~_/-])/${name}/[a-z]`).join("|");
    expect(grep(`${roots}|[.]library`)).toEqual([]);
  });
});

function grep(pattern: string): string[] {
  try {
    const out = execFileSync("git", ["grep", "-nE", pattern, "--", ".", ":!package-lock.json", ":!scripts/shape.test.ts"], {
      cwd: root,
      encoding: "utf8",
    });
    return out.trim().split("\n");
  } catch {
    return [];
  }
}
