#!/usr/bin/env node
// `npm run engine -- dev …`, and the `agent-nervous-system` command: installs what is missing, builds the engine where its sources
// are newer than it, then becomes it. On a Node that is too old the project's own takes over.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, root, runOnProjectNode } from "./bootstrap.mjs";

const program = join(root, "dist-engine", "engine.mjs");
/** What the engine, its trace interface and the course's text are made of. */
const SOURCES = ["sandbox", "src/trace", "src/styles", "src/components", "src/content", "scripts/run"];

if (Number(process.versions.node.split(".")[0]) < 24) {
  ensureInstalled();
  runOnProjectNode("engine.mjs", process.argv.slice(2));
} else {
  if (!isFresh()) rebuild();
  await import(pathToFileURL(program).href);
}

/** Times of change suffice: a folder changes with the names in it. */
function isFresh() {
  const built = timeOf(program);
  if (built === undefined) return false;
  const paths = SOURCES.flatMap((source) => {
    const folder = join(root, source);
    return [folder, ...readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)))];
  });
  return [...paths, join(root, "package-lock.json")].every((path) => (timeOf(path) ?? 0) <= built);
}

/** @type {(path: string) => number | undefined} */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function rebuild() {
  ensureInstalled();
  console.log("Building the engine. Once; this takes a few seconds.");
  const done = spawnSync(process.execPath, [join(root, "scripts/run/build-engine.ts")], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (done.status === 0) return;
  const isUsable = timeOf(program) !== undefined;
  console.error(`The engine ${isUsable ? "has no trace interface this time" : "did not build"}: the lines above say why.`);
  if (!isUsable) process.exit(1);
}
