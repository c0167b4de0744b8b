// Where a step stands in the learner's files: by its name, which is a string in the code.
/** The line (from 1) on which a step's name stands as a string, in the first file that has it. */
export function lineOfStep(
  files: Readonly<Record<string, string>>,
  stepId: string,
): { readonly file: string; readonly line: number } | undefined {
  for (const [file, text] of Object.entries(files)) {
    const line = text.split("\n").findIndex((each) => each.includes(`"${stepId}"`));
    if (line >= 0) return { file, line: line + 1 };
  }
  return undefined;
}

/** The step whose name stands on this line, if one does. */
export function stepOnLine(text: string, line: number, stepIds: ReadonlySet<string>): string | undefined {
  const source = text.split("\n")[line - 1] ?? "";
  return [...stepIds].find((stepId) => source.includes(`"${stepId}"`));
}
