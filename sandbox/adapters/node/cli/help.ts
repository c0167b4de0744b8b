// `--help`: what the command does, how to begin, every flag, and what happens next. It is read by somebody in a hurry.
import { FLAGS, type Flag } from "./flags.ts";

const WIDTH = 96;
const COLUMN = 28;

export function helpText(command = "agent-nervous-system"): string {
  return `A durable engine for your Inngest functions, on this machine. It keeps every finished step on disk:
what crashes goes on where it was.

  ${command} dev [flags]

Begin:
  ${command} dev
      Looks for your app on the usual ports and serves it.
  ${command} dev -u http://localhost:3000/api/inngest
      Serves this app. Start it with INNGEST_DEV=1.
  curl -X POST http://127.0.0.1:8288/e/dev -d '{"name":"shop/order.placed","data":{"id":7}}'
      Sends an event. Functions that its name triggers run.

Flags:
${FLAGS.map(row).join("\n")}

What happens next:
  1. One line says that the engine is ready, and where. Open that address: it shows runs, events and functions.
  2. Each app is asked for its functions (PUT to its URL), then every few seconds, so that a saved change is served.
     An app that cannot be reached, or whose functions are refused, is told of here, with the reason.
  3. Events arrive at POST /e/<any key>. They are stored before they are acknowledged.
  4. Ctrl+C lets open calls end, then stops. Once more stops at once. Either way the next start goes on with all runs.
`;
}

/** A flag as it is typed: `-u, --sdk-url URL`. */
export function usage({ name, short, value }: Flag): string {
  return `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

/** What the flag does, its standard value and whether it may stand more than once. */
export function meaning({ says, standard, many }: Flag): string {
  return `${says}${standard === undefined ? "" : ` Default: ${standard}.`}${many ? " Repeatable." : ""}`;
}

function row(flag: Flag): string {
  const [first = "", ...rest] = wrapped(meaning(flag), WIDTH - COLUMN);
  const head = `  ${usage(flag)}`;
  const lines = head.length < COLUMN - 1 ? [head.padEnd(COLUMN) + first, ...rest.map(indented)] : [head, ...[first, ...rest].map(indented)];
  return lines.join("\n");
}

const indented = (line: string): string => " ".repeat(COLUMN) + line;

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
