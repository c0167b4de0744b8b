// The Python files of the prose are not run by this site. What can be said of them without their SDK is that they are Python.
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { readLabs } from "../../content/labs.ts";

const parse = "import ast, json, sys\nfor name, text in json.load(sys.stdin): ast.parse(text, name)";
const python = (files: readonly (readonly string[])[]) =>
  spawnSync("python3", ["-c", parse], { encoding: "utf8", input: JSON.stringify(files) });
const isHere = python([]).status === 0;

describe("the Python files of the lessons", () => {
  it.skipIf(!isHere)("are read by Python without a syntax error", () => {
    const files = readLabs(process.cwd()).flatMap(({ variants }) => Object.entries(variants["python"] ?? {}));
    expect(files).not.toEqual([]);
    const { status, stderr } = python(files);
    expect([status, stderr]).toEqual([0, ""]);
    expect(python([["planted.py", "def f(:"]]).status).toBe(1);
  });
});
