// The lab's own files, for code blocks in prose: what a page shows is what the tests ran (rule 11).
// A lab, folder, file or line that does not exist fails the build and says what does.

const files = import.meta.glob<string>(["/sandbox/labs/*/**/*.ts", "/sandbox/labs/*/python/*.py", "!/sandbox/labs/*/*.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Text of `<lab>/<folder>/<file>`; the lab is named as in its address, without its number. */
export function labFile(lab: string, folder: string, file: string): string {
  const found = Object.entries(files).find(([path]) => new RegExp(`/sandbox/labs/\\d+-${lab}/${folder}/${file}$`).test(path));
  if (!found) throw new Error(`No file ${folder}/${file} in lab ${lab}. There are: ${namesIn(lab).join(", ") || "none"}.`);
  return found[1];
}

/** Names in one folder of a lab, e.g. `client.ts`. */
export function labFolder(lab: string, folder: string): readonly string[] {
  const start = `${folder}/`;
  return namesIn(lab)
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length));
}

function namesIn(lab: string): readonly string[] {
  return Object.keys(files)
    .map((path) => new RegExp(`/sandbox/labs/\\d+-${lab}/(.+)$`).exec(path)?.[1])
    .filter((name) => name !== undefined);
}

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

function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared));
}
