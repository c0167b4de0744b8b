// Serves the functions of this folder on http://localhost:3000/api/inngest (or another PORT), for Inngest's own dev server.
// The lab's world is not here: whatever a function asks of it is printed and answered with a plausible row,
// so that you can count what happens twice.
import { readdirSync } from "node:fs";
import type { InngestFunction } from "inngest";
import { createServer } from "inngest/node";

process.env["INNGEST_DEV"] ??= "1";

const realFetch = globalThis.fetch;
let effects = 0;

/** What is asked for happens at once; every answer takes a while, so that there is time to stop this process in between. */
const ANSWER_AFTER_MS = 3000;
const answer = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS, value));

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (!url.hostname.endsWith(".world")) return realFetch(input, init);
  const sent = typeof init?.body === "string" ? JSON.parse(init.body) : {};
  const key = new Headers(init?.headers).get("idempotency-key");
  console.log(`world ${++effects}:`, init?.method ?? "GET", url.hostname + url.pathname, sent, key ? `key ${key}` : "");
  return answer(
    Response.json({
      id: `row-${effects}`,
      name: "Mira",
      question: "Where is my order?",
      ...sent,
      output: { text: "A reply.", by: "agent", recommended: true },
    }),
  );
};

Object.assign(globalThis, {
  query: async (sql: string, params: readonly unknown[] = []) => {
    console.log(`world ${++effects}:`, sql.trim(), params);
    return answer({ rows: [{ name: "Mira", tier: "pro" }], rowCount: 1 });
  },
});

const files = readdirSync(".").filter((file) => file.endsWith(".ts") && file !== "serve.ts" && file !== "send.ts");
const modules = await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)));
const isFunction = (value: unknown): value is InngestFunction.Any => Object.prototype.toString.call(value) === "[object Inngest.Function]";
const functions = modules.flatMap((module) => Object.values(module)).filter(isFunction);
const { inngest } = modules.find((module) => "inngest" in module) ?? {};

const port = Number(process.env["PORT"] ?? 3000);
createServer({ client: inngest, functions }).listen(port, () =>
  console.log(`Serving ${functions.length} on http://localhost:${port}/api/inngest`),
);
