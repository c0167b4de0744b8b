// The host's process: the learner's code with the unmodified SDK, behind its terminal. What it runs is the same as in a host worker;
// only where its modules stand (files of its own folder) and how its port is made differ.
// AsyncLocalStorage loses its context across `await` in this runtime, so the current call and step are kept track of as in a browser.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createHostProcess, type ModuleMaker } from "../worker/host-entry.ts";
import { type HostLife, type HostNews, LIFE_CHANNEL } from "./calls.ts";
import { openProcessChannels } from "./process-channels.ts";

const channels = openProcessChannels();
const life = channels.open(LIFE_CHANNEL);
const attach = createHostProcess(createModuleFiles(join("hosts", String(process.pid))));
let first = true;
life.onmessage = ({ data }: MessageEvent<HostLife>) => {
  const packages = data.packages.map((name) => [name, pathToFileURL(join("packages", `${name}.mjs`)).href] as const);
  attach({ data: first ? packages : "attach", ports: [channels.open(data.controller)] });
  first = false;
};
// As in a browser's worker: an uncaught error is reported, and the process goes on serving.
process.on("uncaughtException", tell);
process.on("unhandledRejection", tell);
life.postMessage({ type: "up" } satisfies HostNews);

function tell(error: unknown): void {
  life.postMessage({
    type: "broke",
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  } satisfies HostNews);
}

/** Modules as files, each under a name of its own, so that the same text is evaluated anew. */
function createModuleFiles(folder: string): ModuleMaker {
  let count = 0;
  return {
    toUrl(code, file) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${(count += 1)}-${file.replaceAll(/[^\w.-]/g, "_")}.mjs`);
      writeFileSync(path, code);
      return pathToFileURL(path).href;
    },
    importModule: (url) => import(/* @vite-ignore */ url) as Promise<object>,
  };
}
