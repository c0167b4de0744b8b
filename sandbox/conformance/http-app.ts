// The program of `program/`, served by the unmodified SDK in a process of its own: `node http-app.ts <adapter> <engine's URL>`.
// Says over IPC where it listens; what step bodies print goes to standard output, a line each.
import { createServer, type Server } from "node:http";
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
const servers: { readonly [adapter: string]: () => Server } = {
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

const [adapter = "node", port = "0"] = process.argv.slice(2);
const create = servers[adapter];
if (create === undefined) throw new Error(`There is no adapter "${adapter}". There are: ${Object.keys(servers).join(", ")}.`);
const server = create();
server.listen(Number(port), "127.0.0.1", () => {
  const listening = (server.address() as AddressInfo).port;
  process.send?.({ url: `http://127.0.0.1:${listening}/api/inngest` });
  if (process.send === undefined) console.log(`http://127.0.0.1:${listening}/api/inngest`);
});
