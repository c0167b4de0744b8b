// The ceiling: the least that drives the same app through the same SDK. It answers from memory, keeps nothing, checks nothing,
// knows steps, checkpoints, sleeps and ends, and would lose everything with its process. What an engine is slower than this is its own.
import { createServer, request, Agent, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { listen, tell } from "./messages.ts";

type Op = {
  readonly id: string;
  readonly op: string;
  readonly name?: string;
  readonly data?: unknown;
  readonly opts?: { readonly duration?: string };
};
type Run = {
  readonly id: string;
  readonly url: URL;
  readonly event: object;
  readonly steps: Record<string, unknown>;
  readonly stack: string[];
};
type Registered = {
  readonly functions: readonly {
    readonly triggers: readonly { readonly event: string }[];
    readonly steps: { readonly step: { readonly runtime: { readonly url: string } } };
  }[];
};

const agent = new Agent({ keepAlive: true });
const functions = new Map<string, URL>();
const runs = new Map<string, Run>();
let count = 0;

const server = createServer((incoming, outgoing) => {
  void text(incoming).then((body) => outgoing.end(answer(incoming.url ?? "", body)));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => tell({ type: "ready", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
listen(() => {});

function answer(path: string, body: string): string {
  if (path.startsWith("/v1/checkpoint/")) {
    const run = runs.get(path.split("/")[3] ?? "");
    for (const op of (JSON.parse(body) as { steps: readonly Op[] }).steps) if (run !== undefined) record(run, op);
    return "";
  }
  if (path.startsWith("/e/")) {
    const sent = JSON.parse(body) as { name: string } | readonly { name: string }[];
    const events = Array.isArray(sent) ? sent : [sent];
    for (const event of events as readonly { name: string }[]) start(event);
    return JSON.stringify({ ids: events.map(() => "e"), status: 200 });
  }
  if (path.startsWith("/fn/register"))
    for (const { triggers, steps } of (JSON.parse(body) as Registered).functions)
      for (const { event } of triggers) functions.set(event, new URL(steps.step.runtime.url));
  return JSON.stringify({ ok: true, modified: true });
}

function start(event: { readonly name: string }): void {
  const url = functions.get(event.name);
  if (url === undefined) return;
  const run: Run = { id: `run-${(count += 1)}`, url, event, steps: {}, stack: [] };
  runs.set(run.id, run);
  void call(run);
}

async function call(run: Run): Promise<void> {
  const body = JSON.stringify({
    ctx: {
      fn_id: "f",
      qi_id: "q",
      attempt: 0,
      max_attempts: 4,
      disable_immediate_execution: false,
      request_id: "r",
      generation_id: 1,
      run_id: run.id,
      stack: { current: run.stack.length, stack: run.stack },
      step_id: "step",
      use_api: false,
      env: "",
    },
    event: run.event,
    events: [run.event],
    steps: run.steps,
    version: -1,
    use_api: false,
  });
  const { status, reply } = await post(run, body);
  if (status !== 206) return void runs.delete(run.id);
  for (const op of JSON.parse(reply) as readonly Op[]) {
    if (op.op === "RunComplete") return void runs.delete(run.id);
    if (op.op === "Sleep") return void wakeLater(run, op);
    record(run, op);
  }
  void call(run);
}

function record(run: Run, { id, data }: Op): void {
  if (!(id in run.steps)) run.stack.push(id);
  run.steps[id] = { data };
}

function wakeLater(run: Run, op: Op): void {
  const until = Date.parse(op.name ?? "");
  setTimeout(
    () => {
      run.steps[op.id] = null;
      run.stack.push(op.id);
      void call(run);
    },
    Math.max(0, until - Date.now()),
  );
}

function post({ id, url }: Run, body: string): Promise<{ readonly status: number; readonly reply: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-run-id": id };
    const outgoing = request(url, { method: "POST", agent, headers }, (incoming) => {
      text(incoming).then((reply) => resolve({ status: incoming.statusCode ?? 0, reply }), reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function text(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    incoming.on("error", reject);
  });
}
