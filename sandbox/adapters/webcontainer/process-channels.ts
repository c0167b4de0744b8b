// A process's side of its terminal: channels over standard input and output. Input comes raw where it is a terminal, so that
// nothing is echoed, held back until a line ends, or taken for an interrupt.
import { type Channels, createChannels } from "./channels.ts";
import { createWire, RESEND_MS } from "./wire.ts";

// Taken before the learner's clock stands in their place.
const { setInterval, clearInterval, setImmediate } = globalThis;

/** Opens the channels of this process. It ends when its page is gone. */
export function openProcessChannels(): Channels {
  const { stdin, stdout } = process;
  const channels: Channels = createChannels(
    () => wire,
    (run) => void setImmediate(run),
  );
  const wire = createWire({
    side: "process",
    write: (text) => void stdout.write(text),
    heard: channels.heard,
    every: (ring) => {
      const timer = setInterval(ring, RESEND_MS);
      return () => clearInterval(timer);
    },
  });
  // Where a terminal cannot be made raw, frames bear what it does to them.
  if (stdin.isTTY) stdin.setRawMode?.(true);
  stdin.setEncoding("latin1");
  stdin.on("data", (text) => wire.receive(String(text)));
  for (const gone of ["end", "error"]) stdin.on(gone, () => process.exit());
  return channels;
}
