// The world of one lab: services by host name, and its database if it has one.
// It keeps no time and draws no chance; all that it remembers follows from its options and its effects and costs in the log,
// so a world restored from the log answers as the one that lived through it.
import type { Json, JsonObject } from "../log/json.ts";
import { performQuery, planQuery, readRows, readTables, redo } from "./database.ts";
import type { Database, PaidCost, World, WorldEffect, WorldOutcome, WorldRequest } from "./door.ts";
import { createChat, createMail } from "./messages.ts";
import { createModel } from "./model.ts";
import { parseWorldOptions } from "./options.ts";
import { createPayments } from "./payments.ts";
import { createRecords } from "./records.ts";
import { refusal } from "./service.ts";
import type { Service, ServiceCall, ServiceOutcome } from "./service.ts";

/** Opens a world with the lab's options. `database` is the lab's Postgres, for labs that name one; it must hold its seed. */
export function createWorld(options: { readonly [key: string]: Json }, database?: Database): World {
  const { records, paidBefore, model } = parseWorldOptions(options);
  const services: readonly Service[] = [createPayments(paidBefore), createChat(), createMail(), createRecords(records), createModel(model)];
  const serviceFor = (host: string): Service | undefined => services.find((service) => service.host === host);

  return {
    plan(request) {
      if (request.type === "query") return planQuery(request.sql);
      const call = takeApart(request);
      return serviceFor(call.host)?.plan(call) ?? { kind: "read", label: call.host, effect: false, latencyMs: 50 };
    },
    admit(request, at) {
      if (request.type === "query") return undefined;
      const call = takeApart(request);
      const turned = serviceFor(call.host)?.admit?.(call, at);
      return turned && { ...turned, outcome: named(call.host, turned.outcome) };
    },
    async perform(request, at) {
      if (request.type === "query")
        return database === undefined ? noDatabase() : performQuery(database, request.sql, request.params, at.now);
      const call = takeApart(request);
      const service = serviceFor(call.host);
      if (service !== undefined) return named(call.host, service.perform(call, at));
      const why = `${call.host} is not in this lab's world. There are: ${services.map(({ host }) => host).join(", ")}.`;
      return named(call.host, refusal(502, why));
    },
    async query(sql, params, now) {
      if (database === undefined) throw new Error("This lab has no database. Its records are in tables().");
      return readRows(database, sql, params, now);
    },
    async tables(now) {
      const rows = database === undefined ? [] : await readTables(database, now);
      return [...rows, ...services.flatMap((service) => service.tables())];
    },
    async restore(effects: readonly WorldEffect[], costs: readonly PaidCost[] = []) {
      for (const service of services) {
        service.reset();
        for (const effect of effects) service.restore(effect);
        for (const cost of costs) service.recount?.(cost);
      }
      if (database !== undefined) await redo(database, effects);
    },
    async dispose() {
      await database?.close();
    },
  };
}

/** With the name of the service, which it does not say itself. */
function named(service: string, { refused, ...outcome }: ServiceOutcome): WorldOutcome {
  return refused === undefined ? outcome : { ...outcome, refused: { service, ...refused } };
}

type FetchRequest = Extract<WorldRequest, { type: "fetch" }>;

function takeApart(request: FetchRequest): ServiceCall & { readonly host: string } {
  const [, host = "", path = ""] = /^https?:\/\/([^/?#]+)\/?([^?#]*)/.exec(request.url) ?? [];
  const key = Object.entries(request.headers).find(([name]) => name.toLowerCase() === "idempotency-key")?.[1];
  return {
    host,
    method: request.method.toUpperCase(),
    path: path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent),
    body: bodyOf(request),
    ...(key !== undefined && { key }),
  };
}

/** A body that is not a JSON object is an empty one: each service then says which field it misses. */
function bodyOf(request: FetchRequest): JsonObject {
  try {
    const body: unknown = JSON.parse(request.body || "{}");
    return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as JsonObject) : {};
  } catch {
    return {};
  }
}

function noDatabase() {
  return {
    reply: {
      type: "error",
      name: "NoDatabase",
      message: "This lab has no database: query() needs one. Its services are reached by fetch().",
    },
    effects: [],
    costs: [],
  } as const;
}
