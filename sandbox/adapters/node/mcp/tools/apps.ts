// Tools about what is registered, and whether the engine is well.
import { z } from "zod";
import type { JsonObject } from "../../../../log/json.ts";
import type { NodePlace } from "../../ports.ts";
import { findFunction } from "../lookup.ts";
import { tool, type Tool, ToolProblem } from "../tool.ts";
import { appView, functionView } from "../views.ts";

const listFunctions = tool({
  name: "list_functions",
  title: "List functions",
  description: "All registered functions: slug, triggers, configuration, whether they are paused, and how many runs each has by status.",
  input: z.strictObject({ appId: z.string().optional().describe("Only functions of this app.") }),
  reads: true,
  run: async ({ place }, { appId }) => {
    const functions = (await place.store.reads.functions()).filter((fn) => appId === undefined || fn.app === appId);
    return { functions: functions.map(functionView), count: functions.length };
  },
});

const getFunction = tool({
  name: "get_function",
  title: "Get a function",
  description: "One function with its triggers and its whole configuration.",
  input: z.strictObject({ appId: z.string().optional(), functionId: z.string().min(1) }),
  reads: true,
  run: async ({ place }, { appId, functionId }) => functionView(await findFunction(place, functionId, appId)),
});

async function apps(place: NodePlace): Promise<readonly JsonObject[]> {
  const [known, functions] = await Promise.all([place.store.reads.apps(), place.store.reads.functions()]);
  const seen = place.apps.list();
  return known.map((app) =>
    appView(
      functions,
      app,
      seen.find((one) => one.url === app.url),
    ),
  );
}

const getApps = tool({
  name: "get_apps",
  title: "List apps",
  description: "Apps that have registered, and addresses that the engine tries to reach, with what is wrong where something is.",
  input: z.strictObject({}),
  reads: true,
  run: async ({ place }) => {
    const registered = await apps(place);
    const urls = new Set(registered.map((app) => app["url"]));
    const others = place.apps.list().filter(({ url }) => !urls.has(url));
    return {
      apps: registered,
      notRegistered: others.map(({ url, state, problem }) => ({ url, state, ...(problem === undefined ? {} : { problem }) })),
    };
  },
});

const getApp = tool({
  name: "get_app",
  title: "Get an app",
  description: "One registered app: its address, its SDK, its functions, and whether it can be reached.",
  input: z.strictObject({ appId: z.string().min(1) }),
  reads: true,
  run: async ({ place }, { appId }) => {
    const all = await apps(place);
    const found = all.find((app) => app["appId"] === appId);
    if (found !== undefined) return found;
    const names = all.map((app) => app["appId"]).join(", ");
    throw new ToolProblem(
      "app-unknown",
      `No app "${appId}". ${names === "" ? "None has registered yet: start yours." : `There are: ${names}.`}`,
    );
  },
});

const health = tool({
  name: "health",
  title: "Health",
  description: "Whether the engine takes events, its version, where its log is kept, and how many calls are in flight.",
  input: z.strictObject({}),
  reads: true,
  run: async ({ place }) => {
    const [due, failure] = [place.engine.nextDue(), place.store.failure?.()];
    return {
      status: failure === undefined ? "ok" : "failed",
      ...(failure === undefined ? {} : { problem: failure }),
      version: place.version,
      storage: place.store.where,
      now: new Date(place.now()).toISOString(),
      callsInFlight: place.engine.inFlight(),
      ...(due === undefined ? {} : { nextDue: new Date(due).toISOString() }),
    };
  },
});

export const appTools: readonly Tool[] = [listFunctions, getFunction, getApps, getApp, health];
