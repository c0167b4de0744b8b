// Who listens at a port: for the one message that everybody needs who starts a server twice. Best effort; never throws.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export type PortOwner = { readonly pid: number; readonly name: string };

export function portOwner(port: number): PortOwner | undefined {
  return attempt(() => (process.platform === "linux" ? ownerByProc(port) : ownerByLsof(port)));
}

// /proc/net/tcp: local address and port in hexadecimal, state 0A for listening, the socket's inode; /proc/<pid>/fd has the sockets.
function ownerByProc(port: number): PortOwner | undefined {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((file) => attempt(() => readFileSync(file, "utf8").split("\n")) ?? [])
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && fields[1]?.endsWith(`:${wanted}`))
    .map((fields) => `socket:[${fields[9]}]`);
  if (inodes.length === 0) return undefined;
  const pid = readdirSync("/proc").find((entry) => /^\d+$/.test(entry) && holds(entry, inodes));
  return pid === undefined ? undefined : { pid: Number(pid), name: nameOf(pid) };
}

function holds(pid: string, sockets: readonly string[]): boolean {
  const folder = `/proc/${pid}/fd`;
  // Other people's processes keep theirs to themselves.
  const open = attempt(() => readdirSync(folder)) ?? [];
  return open.some((fd) => sockets.includes(attempt(() => readlinkSync(`${folder}/${fd}`)) ?? ""));
}

const nameOf = (pid: string): string => attempt(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()) ?? "unknown";

function ownerByLsof(port: number): PortOwner | undefined {
  const out = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = /^p(\d+)$/m.exec(out)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), name: /^c(.+)$/m.exec(out)?.[1] ?? "unknown" };
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
