// The iframe sandbox, seen from the page (opaque origin, no network, no storage) in which host workers live. Code goes in
// as text, and the ports of hosts are the only way out. Removing the frame ends everything in it.
import { SANDBOX_BOOT, type FromSandbox, HOST_TEXT, type ToSandbox } from "./sandbox-boot.ts";
import { sandboxPolicy } from "./policy.ts";

export interface SandboxFrame {
  /** Starts a host worker with `port` as its only way out. It may load the iframe sandbox's texts and nothing else. */
  spawn(key: number, port: MessagePort): void;
  /** Gives a living worker another port: a new engine asks from now on. */
  attach(key: number, port: MessagePort): void;
  /** A real death, at once, whatever the worker is doing. */
  end(key: number): void;
  /** Called when a worker could not start, or threw outside of its port. */
  onBroken(listener: (key: number, message: string) => void): void;
  dispose(): void;
}

/** How long a frame may take to come up before the page gives up on it: ten seconds of ticks, of which a page that stalls has none. */
const TICK_MS = 100;
const PATIENCE = 100;

/** Builds the frame and hands it the texts that workers load: `host`, and one for each further bare import. */
export async function openSandboxFrame(texts: ReadonlyMap<string, Promise<string>>): Promise<SandboxFrame> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "Where the lab's code runs";
  frame.setAttribute("aria-hidden", "true");
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${sandboxPolicy}"><script>${SANDBOX_BOOT}</script>`;

  const hear = listen(frame);
  document.body.append(frame);
  const vendors = [...texts.keys()].filter((name) => name !== HOST_TEXT);
  try {
    const [, ...loaded] = await Promise.all([hear.ready, ...[...texts].map(async ([name, text]) => ({ name, text: await text }))]);
    for (const { name, text } of loaded) say(frame, { type: "vendor", name, text });
  } catch (error) {
    hear.stop();
    frame.remove();
    throw error;
  }
  return {
    spawn: (key, port) => say(frame, { type: "spawn", key, vendors }, [port]),
    attach: (key, port) => say(frame, { type: "attach", key }, [port]),
    end: (key) => say(frame, { type: "end", key }),
    onBroken: (listener) => void (hear.broken = listener),
    dispose: () => {
      hear.stop();
      frame.remove();
    },
  };
}

// An opaque origin has no name, so the target is "*". The frame is made from our own text and cannot navigate, so nobody else hears.
function say(frame: HTMLIFrameElement, word: ToSandbox, transfer: Transferable[] = []): void {
  frame.contentWindow?.postMessage(word, "*", transfer);
}

function listen(frame: HTMLIFrameElement) {
  let up = (): void => {};
  let ticks = 0;
  let late: ReturnType<typeof setInterval> | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    up = resolve;
    late = setInterval(() => {
      if (++ticks < PATIENCE) return;
      clearInterval(late);
      reject(new Error("The sandboxed frame did not start. A browser extension may be blocking it."));
    }, TICK_MS);
  });
  const heard = {
    ready,
    broken: (_key: number, _message: string): void => {},
    stop: () => {
      clearInterval(late);
      removeEventListener("message", onMessage);
    },
  };
  function onMessage(event: MessageEvent): void {
    if (event.source !== frame.contentWindow) return;
    const word = event.data as FromSandbox;
    if (word.type === "ready") {
      clearInterval(late);
      up();
    } else heard.broken(word.key, word.message);
  }
  addEventListener("message", onMessage);
  return heard;
}
