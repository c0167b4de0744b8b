import { expect, it } from "vitest";
import { lineOfStep, stepOnLine } from "./step-lines.ts";

it("knows the line of a step, and the step of a line", () => {
  const text = 'a();\nawait step.run("greeting", f);\n';
  expect(lineOfStep({ "a.ts": text }, "greeting")).toEqual({ file: "a.ts", line: 2 });
  expect(stepOnLine(text, 2, new Set(["greeting"]))).toBe("greeting");
  expect(stepOnLine(text, 1, new Set(["greeting"]))).toBeUndefined();
});
