// Every flag of the command, once: parsing, `--help` and the reference page read this table.
export type Flag = {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value; absent for a switch. */
  readonly value?: string;
  readonly many?: boolean;
  readonly standard?: string;
  readonly says: string;
};

export const DEFAULT_PORT = 8288;
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_STORAGE = ".agent-nervous-system/engine.db";
export const DEFAULT_POLL_SECONDS = 5;

export const FLAGS = [
  {
    name: "sdk-url",
    short: "u",
    value: "URL",
    many: true,
    says: "An app to serve, such as http://localhost:3000/api/inngest. Give it once per app. With one, no other is looked for.",
  },
  { name: "port", short: "p", value: "PORT", standard: String(DEFAULT_PORT), says: "Where to listen." },
  {
    name: "host",
    value: "ADDRESS",
    standard: DEFAULT_HOST,
    says: "Which address to listen at. Anything but loopback opens the engine to your network: give keys then.",
  },
  {
    name: "storage",
    value: "FILE|memory",
    standard: DEFAULT_STORAGE,
    says: "Where runs are kept: a SQLite file, or memory, which forgets everything when the command ends.",
  },
  {
    name: "keep",
    value: "AGE|COUNT",
    says: "How long finished runs are kept (7d, 12h), or how many (10000). Without it all are. Unfinished ones always are.",
  },
  { name: "no-discovery", says: "Do not look for an app on the usual ports of this machine." },
  { name: "no-poll", says: "Ask each app to register once, not again and again. Tell it of changes yourself, by PUT to its URL." },
  {
    name: "poll-interval",
    value: "SECONDS",
    standard: String(DEFAULT_POLL_SECONDS),
    says: "How often each app is asked to register, so that a saved change is served.",
  },
  {
    name: "retry-interval",
    value: "SECONDS",
    says: "Wait this long before every retry, instead of 15 s, 30 s, 1 min and so on. A Retry-After of the app still counts.",
  },
  { name: "no-checkpointing", says: "Have every step answered by itself, one call per step, as SDKs before version 4 do." },
  { name: "seed", value: "TEXT", says: "Draw ids and jitter from this seed, to have the same ones again." },
  {
    name: "event-key",
    value: "KEY",
    many: true,
    says: "Take events only at /e/KEY, as a production server does. Give it once per key.",
  },
  {
    name: "signing-key",
    value: "KEY",
    says: "Sign every call to the apps and ask for the key on the API. The apps need the same one, as INNGEST_SIGNING_KEY.",
  },
  { name: "help", short: "h", says: "Print this." },
  { name: "version", says: "Print the version." },
] as const satisfies readonly Flag[];

export type FlagName = (typeof FLAGS)[number]["name"];
