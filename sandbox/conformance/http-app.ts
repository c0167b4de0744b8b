// The program of `program/`, served by the unmodified SDK in a process of its own, by three of its adapters at once.
// Started by `http-place.ts`, which hears over IPC where they listen and what step bodies print; the SDK is told of its engine by the environment.
import { createServer, type Server } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import { Hono } from "hono";
import { serve as serveExpress } from "inngest/express";
import { serve as serveHono } from "inngest/hono";
import { serve as serveNode } from "inngest/node";
import { inngest } from "./program/client.ts";
import * as failure from "./program/failure.ts";
import * as flow from "./program/flow.ts";
import * as quick from "./program/quick.ts";
import * as rules from "./program/rules.ts";
import * as sequence from "./program/sequence.ts";
import * as time from "./program/time.ts";
import * as waysOut from "./program/ways-out.ts";

const functions = [sequence, time, failure, rules, flow, waysOut, quick].flatMap((module) => Object.values(module));

/** Each as its own documentation has it. */
const adapters: { readonly [name: string]: () => Server } = {
  node: () => createServer(serveNode({ client: inngest, functions })),
  express() {
    const app = express();
    app.use(express.json({ limit: "8mb" }));
    app.use("/api/inngest", serveExpress({ client: inngest, functions }));
    return createServer(app);
  },
  hono() {
    const app = new Hono();
    app.on(["GET", "PUT", "POST"], "/api/inngest", serveHono({ client: inngest, functions }));
    return createServer(getRequestListener(app.fetch));
  },
};

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`));
  });
}

/** Which run a line belongs to: the SDK keeps its context in the platform's own store, under a name that is the same for everybody. */
function runOfLine(): string | undefined {
  type Kept = { readonly resolved?: { getStore(): { readonly execution?: { readonly ctx: { readonly runId: string } } } | undefined } };
  const kept = (globalThis as { readonly [name: symbol]: Kept | undefined })[Symbol.for("inngest:als")];
  return kept?.resolved?.getStore()?.execution?.ctx.runId;
}

const tell = (message: object): void => void process.send?.(message);
console.log = (text: unknown) => tell({ type: "printed", runId: runOfLine(), text: String(text) });
// The SDK reports every failed step there.
console.warn = console.error = () => {};

// Whatever was printed before stands before this answer.
process.on("message", () => tell({ type: "flushed" }));
// An app does not outlive who started it.
process.on("disconnect", () => process.exit());

const urls = await Promise.all(Object.entries(adapters).map(async ([name, create]) => [name, await listen(create())] as const));
tell({ type: "serving", urls: Object.fromEntries(urls) });
// It is killed in the end, and then leaves no compiled code to the next one by itself.
flushCompileCache();
