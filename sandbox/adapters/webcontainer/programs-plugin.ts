// Makes the two programs of this place at build and says where they can be fetched from (`virtual:lab-programs`).
import type { Plugin } from "vite";
import { labAssets } from "../worker/bundles-plugin.ts";
import { buildProgram, programNames } from "./build-process.ts";

export function labPrograms(): Plugin {
  return labAssets({
    name: "lab-programs",
    assets: new Map(
      programNames.map((name) => [`program-${name}`, { extension: "mjs", type: "text/javascript", make: () => buildProgram(name) }]),
    ),
    module: (urls) =>
      `export const programs = ${JSON.stringify(Object.fromEntries(programNames.map((name) => [name, urls[`program-${name}`]])))};`,
  });
}
