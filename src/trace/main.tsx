// Opens the trace in a page: the browser's own fetch, stream, timers, address and storage behind the models' ports.
import { render } from "preact";
import { createTrace } from "../components/trace/model/trace-model.ts";
import type { TracePorts } from "../components/trace/model/ports.ts";
import { followSystem } from "../components/trace/Theme.tsx";
import { Trace } from "../components/trace/Trace.tsx";

const ports: TracePorts = {
  fetch: (input, init) => fetch(input, init),
  stream: (address) => {
    const source = new EventSource(address);
    return {
      addEventListener: (type, listener) => source.addEventListener(type, listener as EventListener),
      close: () => source.close(),
    };
  },
  after: (ms, ring) => {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
  now: () => Date.now(),
  drafts: {
    get: (key) => attempt(() => sessionStorage.getItem(`trace.${key}`) ?? undefined),
    set: (key, value) =>
      attempt(() => (value === undefined ? sessionStorage.removeItem(`trace.${key}`) : sessionStorage.setItem(`trace.${key}`, value))),
  },
  address: {
    now: () => location.pathname + location.search,
    push: (address) => history.pushState(null, "", address),
    replace: (address) => history.replaceState(null, "", address),
  },
};

/** Storage may be closed to a page; then nothing is kept. */
function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}

const SECOND = 1000;
const trace = createTrace(ports);
const root = document.querySelector("#trace");
if (root === null) throw new Error("The page has no element #trace.");
render(<Trace trace={trace} />, root);
addEventListener("popstate", () => trace.followAddress());
document.addEventListener("visibilitychange", () => (document.hidden ? trace.stream.rest() : trace.stream.connect()));
setInterval(() => document.hidden || trace.tick(), SECOND);
followSystem();
trace.wake();
