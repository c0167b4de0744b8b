import { describe, expect, it } from "vitest";
import { parseCommand, type Settings } from "./args.ts";
import { FLAGS } from "./flags.ts";
import { helpText } from "./help.ts";

function settings(line: string): Settings {
  const parsed = parseCommand(line.split(" "));
  if (parsed.type !== "dev") throw new Error(`Not taken: ${JSON.stringify(parsed)}`);
  return parsed.settings;
}

function refusal(...args: readonly string[]): string {
  const parsed = parseCommand(args);
  return parsed.type === "refused" ? parsed.message : `taken: ${JSON.stringify(parsed)}`;
}

describe("the command line", () => {
  it("without flags serves at loopback, looks for an app and keeps its runs", () => {
    expect(settings("dev")).toEqual({
      urls: [],
      port: 8288,
      host: "127.0.0.1",
      storage: ".agent-nervous-system/engine.db",
      discovery: true,
      pollMs: 5000,
      checkpointing: true,
      eventKeys: [],
    });
  });

  it("takes every flag", () => {
    const line =
      "dev -u http://a.test/x --sdk-url=localhost:4000/api/inngest -p 9000 --host 0.0.0.0 --no-discovery --poll-interval 2 " +
      "--retry-interval 0.5s --storage runs.db --seed s --event-key k1 --event-key k2 --signing-key signkey-test-0a1b --keep 7d --no-checkpointing";
    expect(settings(line)).toEqual({
      urls: ["http://a.test/x", "http://localhost:4000/api/inngest"],
      port: 9000,
      host: "0.0.0.0",
      storage: "runs.db",
      keep: { maxAgeMs: 604_800_000 },
      discovery: false,
      pollMs: 2000,
      retryIntervalMs: 500,
      checkpointing: false,
      seed: "s",
      eventKeys: ["k1", "k2"],
      signingKey: "signkey-test-0a1b",
    });
    expect(settings("dev --no-poll --keep 100")).toMatchObject({ keep: { maxRuns: 100 } });
    expect(settings("dev --no-poll").pollMs).toBeUndefined();
  });

  it("looks for no app where one is named", () => {
    expect(settings("dev -u http://a.test/x").discovery).toBe(false);
  });

  it.each([
    [["dev", "--prot", "3"], "There is no flag --prot. Did you mean --port?"],
    [["dev", "--zzz-zzz"], "There is no flag --zzz-zzz. --help lists them."],
    [["dev", "-x"], "There is no flag -x."],
    [["dev", "--port", "http"], "--port http is no port."],
    [["dev", "--port", "70000"], "--port 70000 is no port."],
    [["dev", "--port"], "--port needs a value: --port PORT."],
    [["dev", "--storage", "--no-poll"], "--storage needs a value: --storage FILE|memory."],
    [["dev", "--port", "1", "-p", "2"], "--port is given twice."],
    [["dev", "--no-poll=yes"], "--no-poll takes no value."],
    [["dev", "--poll-interval", "often"], "--poll-interval often is no number of seconds."],
    [["dev", "--retry-interval", "0"], "--retry-interval 0 is no number of seconds."],
    [["dev", "--keep", "forever"], "--keep forever is neither an age nor a count."],
    [["dev", "--signing-key", "secret"], "--signing-key needs an even number of hexadecimal digits"],
    [["dev", "-u", "http://"], "-u http:// is no URL."],
    [["dev", "http://localhost:3000"], "Did you mean -u http://localhost:3000?"],
    [["start"], 'There is no command "start". There is one: "dev"'],
    [["--port", "3"], "Which command?"],
  ])("refuses %j and says what was meant", (args, words) => {
    expect(refusal(...args)).toContain(words);
  });

  it("explains itself when nothing is asked, or help is", () => {
    expect(parseCommand([])).toEqual({ type: "help" });
    expect(parseCommand(["dev", "-h"])).toEqual({ type: "help" });
    expect(parseCommand(["--version"])).toEqual({ type: "version" });
  });
});

describe("help", () => {
  it("names every flag, and fits a terminal of 120 columns", () => {
    const text = helpText();
    for (const { name } of FLAGS) expect(text).toContain(`--${name}`);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
