// The lockfile must name the packages of every platform, not only of the machine that wrote it: npm leaves out those that
// its registry did not offer at that moment, and `npm ci` then refuses the file everywhere.
// `node scripts/run/lockfile.ts` completes it; a shape test holds it complete.
import { readFileSync, writeFileSync } from "node:fs";
import { inProject } from "./project.ts";

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };
type Missing = { readonly key: string; readonly name: string; readonly version: string; readonly dev: boolean };

const systems: Readonly<Record<string, string>> = {
  darwin: "darwin",
  linux: "linux",
  win32: "win32",
  windows: "win32",
  freebsd: "freebsd",
  android: "android",
  openharmony: "openharmony",
};

export const readLock = (): Lock => JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")) as Lock;

/** Optional packages of an exact version that a locked package wants and the lockfile does not hold where npm would look. */
export function missingFromLock({ packages }: Lock): Missing[] {
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([, version]) => /^\d/.test(version))
      .flatMap(([name, version]) => {
        const at = whereFound(packages, parent, name);
        if (at !== undefined && packages[at]?.version === version) return [];
        return [
          { key: at === undefined ? `node_modules/${name}` : `${parent}/node_modules/${name}`, name, version, dev: entry.dev === true },
        ];
      }),
  );
}

function whereFound(packages: Lock["packages"], from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const key = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[key] !== undefined) return key;
    if (at === "") return undefined;
  }
}

/** What a platform package's name says about where it may be installed. */
function platformOf(name: string): Pick<Entry, "cpu" | "os" | "libc"> {
  if (name.includes("wasm32")) return { cpu: ["wasm32"] };
  const parts = (name.split("/").at(-1) ?? "").split("-");
  const at = parts.findIndex((part) => systems[part] !== undefined);
  const [system, cpu, abi] = parts.slice(at);
  if (at === -1 || system === undefined || cpu === undefined)
    throw new Error(`The name ${name} tells no platform. Add its entry to package-lock.json by hand.`);
  const libc = abi === undefined || system !== "linux" ? {} : { libc: [abi.startsWith("musl") ? "musl" : "glibc"] };
  return { cpu: [cpu], os: [systems[system] ?? system], ...libc };
}

if (import.meta.main) {
  const lock = readLock();
  for (const { key, name, version, dev } of missingFromLock(lock)) {
    lock.packages[key] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true };
    console.log(`added ${key} ${version}`);
  }
  writeFileSync(inProject("package-lock.json"), `${JSON.stringify(lock, undefined, 2)}\n`);
}
