// A stretch of a file, named by texts that its first and its last line hold. Pages and the engine's own docs show the same.

/** Lines from the one that holds `from` to the next one that holds `to`, without the indent they share. */
export function region(text: string, from: string | undefined, to: string | undefined): string {
  const lines = text.trimEnd().split("\n");
  const first = from === undefined ? 0 : lines.findIndex((line) => line.includes(from));
  if (first < 0) throw new Error(`No line holds ${JSON.stringify(from)} in:\n${text}`);
  const rest =
    to === undefined
      ? from === undefined
        ? lines.length - 1
        : first
      : lines.findIndex((line, index) => index >= first && line.includes(to));
  if (rest < 0) throw new Error(`No line from ${first + 1} on holds ${JSON.stringify(to)} in:\n${text}`);
  return dedent(lines.slice(first, rest + 1)).join("\n");
}

/** The same lines without the indent that all of them share; empty lines do not count. */
export function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const shared = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(shared));
}
