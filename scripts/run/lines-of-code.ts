// How many lines somebody has written: neither empty ones nor comments, and without the code of learners that `lab.ts` holds.

/** Lines of code of a file. Of a `lab.ts` the variants do not count: their edits are the learner's code. */
export function linesOfCode(text: string): number {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line === "  variants: {");
  const to = from < 0 ? -1 : lines.findIndex((line, at) => at > from && line === "  },");
  const own = from < 0 ? lines : [...lines.slice(0, from), ...lines.slice(to + 1)];
  return own.filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/\*\*|\*)/.test(line)).length;
}
