// The door of the WebContainer place: where a lab of the worker place moves to when the reader wants real Node processes.
// The site imports this file when that is chosen, and nothing else of this folder.
import { bundles } from "virtual:lab-bundles";
import { programs } from "virtual:lab-programs";
import type { FileSystemTree } from "@webcontainer/api";
import type { Elsewhere } from "../worker/moves.ts";
import { createElsewhere } from "./elsewhere.ts";
import { openIndexedDbStore } from "../worker/indexed-db-store.ts";
import { startDatabase } from "../worker/own-lab.ts";
import { programsTree } from "./programs.ts";
import { pageSurroundings } from "./surroundings.ts";

export const webcontainer: Elsewhere = createElsewhere({
  surroundings: pageSurroundings,
  files,
  store: (lab) => openIndexedDbStore(lab).catch(() => undefined),
  database: startDatabase,
});

async function files(imports: readonly string[]): Promise<FileSystemTree> {
  const named = imports.filter((name) => name !== "inngest" && name in bundles);
  const [engine, host, ...texts] = await Promise.all(
    [programs.engine, programs.host, ...named.map((name) => bundles[name] ?? "")].map(text),
  );
  return programsTree({
    engine: engine ?? "",
    host: host ?? "",
    packages: Object.fromEntries(named.map((name, index) => [name, texts[index] ?? ""])),
  });
}

async function text(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return response.text();
}
