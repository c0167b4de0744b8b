// Every flag of the Node place's command, from the table that `--help` prints.
import type { Flag } from "./plain/sources.ts";

type Known = { readonly name: string };
type Help = { readonly usage: (flag: Known) => string; readonly meaning: (flag: Known) => string };
const [known = []] = Object.values(
  import.meta.glob<readonly Known[]>("/sandbox/adapters/node/cli/flags.ts", { import: "FLAGS", eager: true }),
);
const [help] = Object.values(import.meta.glob<Help>("/sandbox/adapters/node/cli/help.ts", { eager: true }));
if (help === undefined || known.length === 0) throw new Error("The command's flags are not where this page looks for them.");
const { usage, meaning } = help;

export const flags: readonly Flag[] = known.map((flag) => ({ usage: usage(flag), meaning: meaning(flag) }));
