// What no compiler sees: that documents keep their size, that pages import files that are there, that functions stay short.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { missingFromLock, readLock } from "../run/lockfile.ts";
import { functionLines } from "../run/own-lines.ts";
import { inProject, root } from "../run/project.ts";
import { repeated } from "./ids.ts";

const text = (file: string): string => readFileSync(inProject(file), "utf8");
const files = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: root, exclude: ["**/node_modules/**", "dist/**", "expected-violations/**"] }).sort();
const tests = files("{sandbox,src,scripts,e2e}/**/*.{test,suite}.ts");

describe("ARCHITECTURE.md", () => {
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
    expect(repeated(records.map((file) => ({ id: /(\d{3})/.exec(file)?.[1] ?? "no number", where: file })))).toEqual([]);
    expect(records.filter((file) => !/^## When to revisit$/m.test(text(file)))).toEqual([]);
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
      .filter((file) => file !== "scripts/shape/shape.test.ts")
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
  const roots = ["work", "home", "root", "Users", "farm"].map((name) => `(^|[^A-Za-z0-9.~_/-])/${name}/[a-z]`).join("|");
  const pattern = `${roots}|[.]library`;

  it("names no path of a machine", () => {
    expect(grep(pattern)).toEqual([]);
  });

  it("would be told of one", () => {
    const planted = ["work", "home", "Users"].map((name) => `see /${name}/somebody/notes.md`);
    expect(planted.filter((line) => !new RegExp(pattern).test(line))).toEqual([]);
    expect(grep("would be told of on[e]", [])).toHaveLength(1);
  });
});

/** Lines of the project's own files that match. Throws where git cannot tell. */
function grep(pattern: string, except: readonly string[] = [":!scripts/shape/shape.test.ts"]): string[] {
  const { status, stdout, stderr } = spawnSync("git", ["grep", "-nE", pattern, "--", ".", ":!package-lock.json", ...except], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0 && status !== 1) throw new Error(`git grep ended with ${status}: ${stderr}`);
  return stdout.split("\n").filter((line) => line !== "");
}
