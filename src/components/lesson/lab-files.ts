// The lab's own files, for code blocks in prose: what a page shows is what the tests ran (rule 11).
// A lab, folder, file or line that does not exist fails the build and says what does.

export { region } from "./region.ts";

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
