// Peers are installed for a bench alone, into a cache folder, never among the project's packages.
import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { inProject, run } from "../../../run/project.ts";

const folder = inProject(".cache/bench-peers");

/** Exact versions: a result says what it was measured against. */
const VERSIONS = {
  openworkflow: "0.10.1",
  "@dbos-inc/dbos-sdk": "5.3.0",
  "@restatedev/restate-server": "1.7.12",
  "@restatedev/restate-sdk": "1.17.2",
} as const;
export type PeerPackage = keyof typeof VERSIONS;

export const versionOf = (name: PeerPackage): string => VERSIONS[name];

/** Resolves with what is wrong, if they cannot be had. Nothing that a package would run at its installation is run. */
export async function installPeers(): Promise<string | undefined> {
  const wanted = JSON.stringify({ private: true, dependencies: VERSIONS }, undefined, 2);
  const manifest = `${folder}/package.json`;
  mkdirSync(folder, { recursive: true });
  const same = existsSync(manifest) && readFileSync(manifest, "utf8") === wanted;
  if (same && Object.keys(VERSIONS).every((name) => existsSync(`${folder}/node_modules/${name}`))) return undefined;
  writeFileSync(manifest, wanted);
  const { code, output } = await run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"], {
    quiet: true,
  });
  return code === 0 ? undefined : `npm could not install the peers: ${output.slice(-500)}`;
}

/** A peer's module. Its types are not installed: whoever loads it says what it uses of it. */
export async function loadPeer<T>(specifier: string): Promise<T> {
  const resolved = createRequire(`${folder}/package.json`).resolve(specifier);
  const loaded = (await import(pathToFileURL(resolved).href)) as T & { default?: T };
  return loaded;
}

export const peerFile = (path: string): string => `${folder}/node_modules/${path}`;
