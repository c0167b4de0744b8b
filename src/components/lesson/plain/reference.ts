// What the tables of the reference pages say in plain text.
import { FALLBACK_WORDS } from "../../lab/model/where-words.ts";
import { comparison, quickerPeers } from "../how-fast.ts";
import type { Measured } from "../how-fast.ts";
import { floorSays, NO_PEER, NOT_MEASURED, sleepersSay, whereMeasured } from "../how-fast-words.ts";
import { builtWith, coverage, coverageSummary, FIGURE_HEADS, figureRow, figuresCaption, NO_FIGURES } from "../reference.ts";
import type { Result } from "../reference.ts";
import { region } from "../region.ts";
import type { Props } from "./mdx.ts";
import type { Sources } from "./sources.ts";
import { fence, folded, list, optional, paragraphs, table, text } from "./words.ts";

export function tellExample({ read }: Sources, props: Props): string {
  const file = text(props, "file");
  return fence(region(read(`sandbox/testing/example/${file}`), optional(props, "from"), optional(props, "to")), "ts", file);
}

export const tellFlags = ({ flags }: Sources): string => list(flags.map(({ usage, meaning }) => `\`${usage}\`: ${meaning}`));

export const tellFallbacks = (): string =>
  table(
    ["What happened", "What to change"],
    Object.values(FALLBACK_WORDS).map(({ said, change }) => [said, change]),
  );

export const tellBuilt = ({ read }: Sources): string =>
  table(
    ["package", "version", "what for"],
    builtWith((JSON.parse(read("package.json")) as { dependencies: Record<string, string> }).dependencies),
  );

export function tellCoverage({ read }: Sources): string {
  const rows = coverage(read("sandbox/conformance/coverage.yaml"));
  const cells = rows.map(({ section, says, proof, why }) => [section, says, [...proof, why].filter((one) => one !== "").join("; ")]);
  return folded(coverageSummary(rows), table(["section", "what it is about", "tests, by their titles"], cells));
}

export function tellFigures({ results }: Sources): string {
  const measured = results() as readonly Result[];
  if (measured.length === 0) return NO_FIGURES;
  return paragraphs(...measured.flatMap((result) => [figuresCaption(result), table(FIGURE_HEADS, result.figures.map(figureRow))]));
}

export function tellHowFast(sources: Sources, props: Props): string {
  const measured = sources.results().find((result) => result.name === "node") as Measured | undefined;
  const part = text(props, "part");
  if (measured === undefined) return part === "table" || part === "where" ? NOT_MEASURED : "";
  switch (part) {
    case "where":
      return whereMeasured(measured);
    case "floor":
      return floorSays(measured);
    case "sleepers":
      return sleepersSay(measured);
    case "peers":
      return tellPeers(measured);
    default:
      return tellComparison(measured, part === "table");
  }
}

function tellPeers(measured: Measured): string {
  const peers = quickerPeers(measured);
  return peers.length === 0 ? NO_PEER : list(peers.map(({ name, at }) => `**${name}**: ${at.join("; ")}`));
}

function tellComparison(measured: Measured, withMissing: boolean): string {
  const { heads, rows, missing } = comparison(measured, withMissing ? "checkpointing" : "per step");
  const cells = rows.map(({ name, about, cells: own }) => [
    about === "" ? name : `${name} (${about})`,
    ...own.map(({ value, against }) => (against === undefined ? value : `${value} (${against})`)),
  ]);
  return table(["what", ...heads], [...cells, ...(withMissing ? missing.map((row) => [row.name, row.missing]) : [])]);
}
