// The Python files of the prose are not run by this site. What can be said of them without their SDK is that they are Python.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";

const parse = "import ast, sys\nfor name in sys.argv[1:]: ast.parse(open(name, encoding='utf-8').read(), name)";
const python = (...files: readonly string[]) => spawnSync("python3", ["-c", parse, ...files], { encoding: "utf8" });
const here = python().status === 0;

describe("the Python files of the lessons", () => {
  it.skipIf(!here)("are read by Python without a syntax error", () => {
    const files = globSync("sandbox/labs/*/python/*.py");
    const { status, stderr } = python(...files);
    expect([files.length, status, stderr]).toEqual([3, 0, ""]);
  });
});
