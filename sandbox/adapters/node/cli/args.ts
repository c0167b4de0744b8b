// What was typed, as settings; or what is wrong with it and what was perhaps meant. Nothing is guessed and nothing ignored.
import { parseArgs } from "node:util";
import { parseDuration } from "../../../protocol/duration.ts";
import type { Keep } from "../keep.ts";
import { DEFAULT_HOST, DEFAULT_POLL_SECONDS, DEFAULT_PORT, DEFAULT_STORAGE, FLAGS, type Flag, type FlagName } from "./flags.ts";
import { nearest } from "./nearest.ts";

export type Settings = {
  readonly urls: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly storage: string;
  readonly keep?: Keep;
  readonly discovery: boolean;
  readonly pollMs?: number;
  readonly retryIntervalMs?: number;
  readonly checkpointing: boolean;
  readonly seed?: string;
  readonly eventKeys: readonly string[];
  readonly signingKey?: string;
};

export type Parsed =
  | { readonly type: "help" }
  | { readonly type: "version" }
  | { readonly type: "dev"; readonly settings: Settings }
  | { readonly type: "refused"; readonly message: string };

class Refused extends Error {}

const COMMANDS = ["dev"];
const flags: readonly Flag[] = FLAGS;

export function parseCommand(argv: readonly string[]): Parsed {
  try {
    const { values, commands } = tokensOf(argv);
    if (values.has("help") || argv.length === 0) return { type: "help" };
    if (values.has("version")) return { type: "version" };
    checkCommand(commands);
    return { type: "dev", settings: settingsFrom(values) };
  } catch (error) {
    if (error instanceof Refused) return { type: "refused", message: error.message };
    throw error;
  }
}

type Values = ReadonlyMap<FlagName, readonly string[]>;

/** Splits the line by the table. Everything in it has a place, or is refused. */
function tokensOf(argv: readonly string[]): { readonly values: Values; readonly commands: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      flags.map(({ name, short, value }) => [name, { type: value ? "string" : "boolean", ...(short && { short }) }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<FlagName, string[]>();
  const commands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") commands.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.name) ?? unknownFlag(token.rawName);
    const before = values.get(flag.name as FlagName) ?? [];
    if (before.length > 0 && flag.many !== true) throw new Refused(`--${flag.name} is given twice. Give it once.`);
    values.set(flag.name as FlagName, [...before, valueOf(flag, token.value)]);
  }
  return { values, commands };
}

function valueOf({ name, value }: Flag, given: string | undefined): string {
  if (value === undefined) {
    if (given !== undefined) throw new Refused(`--${name} takes no value. Write --${name} alone, or leave it out.`);
    return "";
  }
  // A value that looks like a flag is the next flag: this one's was forgotten.
  if (given === undefined || given === "" || /^--?[a-z]/i.test(given)) throw new Refused(`--${name} needs a value: --${name} ${value}.`);
  return given;
}

function unknownFlag(raw: string): never {
  const meant = nearest(
    raw.replace(/^-+/, ""),
    flags.map(({ name }) => name),
  );
  throw new Refused(`There is no flag ${raw}. ${meant === undefined ? "--help lists them." : `Did you mean --${meant}?`}`);
}

function checkCommand(commands: readonly string[]): void {
  const [command, extra] = commands;
  if (command === undefined) throw new Refused('Which command? There is one: "dev" starts the engine.');
  if (!COMMANDS.includes(command)) throw new Refused(`There is no command "${command}". There is one: "dev" starts the engine.`);
  if (extra !== undefined)
    throw new Refused(`"${extra}" belongs to no flag. ${/^https?:/.test(extra) ? `Did you mean -u ${extra}?` : "--help lists the flags."}`);
}

function settingsFrom(values: Values): Settings {
  const one = (name: FlagName): string | undefined => values.get(name)?.[0];
  const urls = (values.get("sdk-url") ?? []).map(checkUrl);
  const [retry, keep, seed, signingKey] = [one("retry-interval"), one("keep"), one("seed"), one("signing-key")];
  return {
    urls,
    port: checkPort(one("port") ?? String(DEFAULT_PORT)),
    host: one("host") ?? DEFAULT_HOST,
    storage: one("storage") ?? DEFAULT_STORAGE,
    ...(keep === undefined ? {} : { keep: checkKeep(keep) }),
    discovery: urls.length === 0 && !values.has("no-discovery"),
    ...(values.has("no-poll") ? {} : { pollMs: checkSeconds("poll-interval", one("poll-interval") ?? String(DEFAULT_POLL_SECONDS)) }),
    ...(retry === undefined ? {} : { retryIntervalMs: checkSeconds("retry-interval", retry) }),
    checkpointing: !values.has("no-checkpointing"),
    ...(seed === undefined ? {} : { seed }),
    eventKeys: values.get("event-key") ?? [],
    ...(signingKey === undefined ? {} : { signingKey: checkSigningKey(signingKey) }),
  };
}

function checkUrl(text: string): string {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null) throw new Refused(`-u ${text} is no URL. Write it whole, such as -u http://localhost:3000/api/inngest.`);
  return url.href;
}

function checkPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new Refused(`--port ${text} is no port. Give a number from 1 to 65535, or 0 for any that is free.`);
  return port;
}

function checkSeconds(name: FlagName, text: string): number {
  const ms = Number(text.replace(/s$/, "")) * 1000;
  if (!(ms > 0 && ms <= 86_400_000)) throw new Refused(`--${name} ${text} is no number of seconds. Write --${name} 5, or 0.5.`);
  return ms;
}

function checkKeep(text: string): Keep {
  if (/^\d+$/.test(text)) return { maxRuns: Number(text) };
  const maxAgeMs = parseDuration(text);
  if (maxAgeMs === undefined || maxAgeMs <= 0)
    throw new Refused(`--keep ${text} is neither an age nor a count. Write --keep 7d, or --keep 10000.`);
  return { maxAgeMs };
}

// The SDK wants hexadecimal digits behind the prefix.
function checkSigningKey(text: string): string {
  if (!/^(signkey-\w+-)?([0-9a-f]{2})+$/i.test(text))
    throw new Refused(
      "--signing-key needs an even number of hexadecimal digits, perhaps after signkey-<name>-. `openssl rand -hex 32` makes one.",
    );
  return text;
}
