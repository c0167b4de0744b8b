// A browser for the models' tests: answers by a table, timers by hand, an address that remembers. It runs nothing.
import type { TracePorts } from "../ports.ts";
import type { Source } from "../stream.ts";

type Answer = { readonly status?: number; readonly body: unknown };
type Answering = (path: string, init: RequestInit) => Answer | undefined;

export function fakePorts(answering: Answering = () => undefined, address = "/") {
  const asked: string[] = [];
  const timers = new Set<{ readonly ms: number; readonly ring: () => void }>();
  const sources: FakeSource[] = [];
  const kept = new Map<string, string>();
  const addresses = [address];
  const clock = { now: 1_800_000_000_000 };
  const ports: TracePorts = {
    fetch: ((path: string, init: RequestInit = {}) => {
      asked.push(`${init.method ?? "GET"} ${path}${typeof init.body === "string" ? ` ${init.body}` : ""}`);
      const { status = 200, body } = answering(path, init) ?? { status: 404, body: { error: `nothing at ${path}`, status: 404 } };
      if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
      return Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));
    }) as typeof fetch,
    stream: (where) => {
      const source = fakeSource(where);
      sources.push(source);
      return source;
    },
    after: (ms, ring) => {
      const timer = { ms, ring };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    now: () => clock.now,
    drafts: { get: (key) => kept.get(key), set: (key, value) => void (value === undefined ? kept.delete(key) : kept.set(key, value)) },
    address: {
      now: () => addresses.at(-1) ?? "/",
      push: (next) => addresses.push(next),
      replace: (next) => addresses.splice(-1, 1, next),
    },
  };
  return {
    ports,
    asked,
    sources,
    kept,
    addresses,
    clock,
    timers,
    /** Rings every timer that is set now, then lets what they began come to rest. */
    async ring(): Promise<void> {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.ring();
      }
      await rest();
    },
  };
}

/** Lets promises come to rest that wait for nothing but each other. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
  await new Promise<void>((done) => setImmediate(done));
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

type FakeSource = Source & { readonly where: string; closed: boolean; tell(type: "open" | "error" | "facts", data?: unknown): void };

function fakeSource(where: string): FakeSource {
  const listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
  return {
    where,
    closed: false,
    addEventListener: (type, listener) => void listeners.set(type, listener),
    close() {
      this.closed = true;
    },
    tell: (type, data) => listeners.get(type)?.({ data: data === undefined ? undefined : JSON.stringify(data) }),
  };
}
