// `npm run bench:page-engine`: how long the whole place takes in a page for 500 runs of 3 steps under limits, in virtual time:
// the SDK in its iframe sandbox, the engine in its worker, every fact stored in IndexedDB before it is acted on.
import { type Browser, chromium } from "playwright";
import { type Plugin, createServer } from "vite";
import { labBundles } from "../../sandbox/adapters/worker/bundles-plugin.ts";
import type { LabSetup, Opened } from "../../sandbox/session/open.ts";
import { browserFlags, findBrowser, howToInstall } from "../run/browser.ts";
import { root } from "../run/project.ts";
import { median, report } from "./figures.ts";

const rounds = process.env["LONG"] ? 5 : 3;
const RUNS = 500;

/** A function that sends 500 events, and one that takes them: 40 calls at once, 100 starts a minute after the first 100. */
const main = `import { inngest } from "./client";
export const fan = inngest.createFunction({ id: "fan", triggers: [{ event: "go" }] }, async ({ step }) =>
  step.sendEvent("all", Array.from({ length: ${RUNS} }, (_, n) => ({ name: "one", data: { n } }))));
export const work = inngest.createFunction(
  { id: "work", triggers: [{ event: "one" }], concurrency: { limit: 40 }, throttle: { limit: 100, period: "1m" } },
  async ({ event, step }) => {
    const a = await step.run("a", () => event.data.n);
    const b = await step.run("b", () => a + 1);
    return step.run("c", () => b + 1);
  },
);
`;
const client = `import { Inngest } from "inngest";
export const inngest = new Inngest({ id: "bench" });
`;

type Door = { openLab(setup: LabSetup): Promise<Opened> };
type Round = {
  readonly ms: number;
  readonly completed: number;
  readonly steps: number;
  readonly queued: number;
  readonly virtualMs: number;
};

/** Opens a place in a page of its own and times it from the press to the end of the last run. */
async function round(browser: Browser, site: string): Promise<Round> {
  const page = await browser.newPage();
  await page.goto(site);
  const measured = await page.evaluate(
    async ({ files, door }) => {
      const { openLab } = (await import(/* @vite-ignore */ door)) as Door;
      const setup = { id: `bench-${crypto.randomUUID()}`, seed: "bench", startsAt: Date.UTC(2026, 10, 20, 9), files, holds: [] };
      const { session } = await openLab({ ...setup, imports: ["inngest"], world: { options: {} } });
      // One run first: what is measured is work, not the start of a host.
      await session.send({ name: "one", data: { n: -1 } });
      await session.clock.advance(3_600_000);
      const before = (await session.facts()).length;
      const started = performance.now();
      await session.send({ name: "go", data: {} });
      await session.clock.advance(3_600_000);
      const ms = performance.now() - started;
      const facts = (await session.facts()).slice(before);
      const count = (type: string): number => facts.filter((fact) => fact.type === type).length;
      const times = facts.filter((fact) => fact.type === "run.completed").map((fact) => fact.t);
      await session.dispose();
      return {
        ms,
        completed: count("run.completed") - 1,
        steps: count("step.completed") - 1,
        queued: count("run.queued"),
        virtualMs: Math.max(...times) - Math.min(...times),
      };
    },
    { files: { "main.ts": main, "client.ts": client }, door: "/sandbox/adapters/worker/client.ts" },
  );
  await page.close();
  if (measured.completed !== RUNS || measured.steps !== 3 * RUNS)
    throw new Error(`${RUNS} runs of 3 steps were asked for; ${measured.completed} runs and ${measured.steps} steps ended.`);
  return measured;
}

const executablePath = findBrowser();
if (executablePath === undefined) {
  console.error(howToInstall);
  process.exit(1);
}
const blankPage: Plugin = {
  name: "blank-page",
  configureServer: (vite) =>
    void vite.middlewares.use("/blank", (_request, answer) => {
      answer.setHeader("content-type", "text/html");
      answer.end("<!doctype html><title>bench</title>");
    }),
};
const server = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  cacheDir: ".cache/vite-bench",
  plugins: [labBundles(), blankPage],
  worker: { format: "es" },
  optimizeDeps: { include: ["sucrase", "es-module-lexer", "idb", "@marcbachmann/cel-js", "croner"], exclude: ["@electric-sql/pglite"] },
  server: { port: 0, host: "127.0.0.1", hmr: false },
});
await server.listen();
const browser = await chromium.launch({ executablePath, args: [...browserFlags] });
try {
  const site = new URL("/blank", server.resolvedUrls?.local[0]).href;
  // The first page makes the bundles and the optimized packages.
  const measured: Round[] = [];
  for (let n = 0; n <= rounds; n += 1) measured.push(await round(browser, site));
  const [, ...counted] = measured;
  report("page-engine", [
    { name: "500 runs of 3 steps under limits, in the page", value: median(counted.map(({ ms }) => ms)) / 1000, unit: "s", atMost: 4 },
    { name: "virtual time in which these runs ended", value: median(counted.map(({ virtualMs }) => virtualMs)) / 1000, unit: "s" },
    { name: "waits for a slot or a start, each with its rule", value: median(counted.map(({ queued }) => queued)), unit: "facts" },
  ]);
} finally {
  await browser.close();
  await server.close();
}
