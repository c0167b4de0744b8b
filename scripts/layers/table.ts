// The table of layers in ARCHITECTURE.md. `npm run layers` writes it between its two markers.
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";
import { inProject } from "../run/project.ts";
import { type Layer, type Permission, permissionsOf } from "./layer.ts";
import { LAYERS } from "./layers.ts";

const START = "<!-- layers: written by `npm run layers` -->";
const END = "<!-- /layers -->";

/** The text with the table of these layers where its markers stand. Throws when one is missing. */
export function withTable(text: string, layers: readonly Layer[]): string {
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`The table of layers stands between ${START} and ${END}. Put both markers back.`);
  return `${text.slice(0, from)}${START}\n${tableOf(layers)}\n${text.slice(to)}`;
}

const tableOf = (layers: readonly Layer[]): string =>
  ["| folder | may import | packages | globals |", "|---|---|---|---|", ...layers.map(row)].join("\n");

function row(layer: Layer): string {
  const permissions =
    layer.mayImport.length > 0 ? permissionsOf(layer).map(told).join(", ") : layer.ownFolderOnly ? "its own folder" : "nothing";
  const packages = layer.packages.map(code).join(", ") || "none";
  const without = Object.keys(layer.without ?? {});
  const globals = globalsOf(layer.tsconfig) + (without.length > 0 ? `; no ${without.map(code).join(", ")}` : "");
  return `| ${code(layer.at)} | ${permissions} | ${packages} | ${globals} |`;
}

const code = (text: string): string => `\`${text}\``;
const short = (path: string): string => code(path.replace(/^sandbox\//, ""));

function told({ to, by, except, planned }: Permission): string {
  const way = by === "types" ? `types of ${short(to)}` : by === undefined ? short(to) : `${short(to)} by ${code(by)} only`;
  const closed = except === undefined ? "" : ` but ${except.map(code).join(", ")}`;
  return way + closed + (planned ? " (planned)" : "");
}

const NAMES: Readonly<Record<string, string>> = { dom: "DOM", webworker: "web worker", node: "Node" };

/** What is there when the code runs, by the `lib` and `types` of its tsconfig. */
function globalsOf(tsconfig: string): string {
  const { config } = ts.readConfigFile(inProject(tsconfig), ts.sys.readFile) as {
    config: { compilerOptions: { lib: string[]; types: string[] } };
  };
  const { lib, types } = config.compilerOptions;
  const named = [...lib, ...types].filter((name) => !/[./]/.test(name));
  return named.map((name) => NAMES[name] ?? name).join(", ");
}

if (import.meta.main) {
  const file = inProject("ARCHITECTURE.md");
  writeFileSync(file, withTable(readFileSync(file, "utf8"), LAYERS));
}
