// A process seen from the page: its channels, its end, and the last words it printed outside of them.
import { type Channels, createChannels } from "./channels.ts";
import type { Container, ContainerProcess } from "./container.ts";
import { createWire, RESEND_MS } from "./wire.ts";

export interface PageProcess {
  readonly channels: Channels;
  /** Resolves with how it ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** A real death, at once. Resolves when it is over. */
  kill(): Promise<void>;
}

/** How long `kill` waits for the process to end. Its messages are dropped from the moment of the kill, so waiting longer adds nothing. */
const END_MS = 2000;
/** How much of its own output is kept, to say what went wrong. */
const MOST_LAST_WORDS = 4000;

/** Starts one of the mounted programs. */
export async function startProgram(container: Container, program: string): Promise<PageProcess> {
  return openProcess(await container.spawn("node", [program]));
}

function openProcess(process: ContainerProcess): PageProcess {
  const writer = process.input.getWriter();
  const channels = createChannels(() => wire, queueMicrotask);
  const wire = createWire({
    side: "page",
    // Writing to a process that has ended fails, and is ignored.
    write: (text) => void writer.write(text).catch(() => undefined),
    heard: channels.heard,
    every: (ring) => {
      const timer = setInterval(ring, RESEND_MS);
      return () => clearInterval(timer);
    },
  });
  let lastWords = "";
  void pump(process.output, (text) => {
    lastWords = (lastWords + text).slice(-MOST_LAST_WORDS);
    wire.receive(text);
  });
  const ended = process.exit.then((code) => {
    wire.close();
    const said = unframed(lastWords);
    return `It ended with code ${code}.${said === "" ? "" : ` Its last words: ${said}`}`;
  });
  ended.catch(() => undefined);
  return {
    channels,
    ended,
    async kill() {
      wire.close();
      process.kill();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, END_MS))]);
    },
  };
}

/** What was printed besides frames: the end of it, on one line. */
function unframed(text: string): string {
  const lines = text
    .replace(/^[^~\n]*;\r?\n/, "")
    .replace(/~[<>][^;]*(?:;|$)/g, "")
    .split(/\s*\n\s*/);
  return lines
    .filter((line) => line !== "")
    .join(" ")
    .slice(-400);
}

async function pump(output: ReadableStream<string>, heard: (text: string) => void): Promise<void> {
  const reader = output.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) heard(next.value);
  } catch {
    // The stream of a process that was killed may end so.
  }
}
