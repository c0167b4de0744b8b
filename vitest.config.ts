import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { labPrograms } from "./sandbox/adapters/webcontainer/programs-plugin.ts";
import { labBundles } from "./sandbox/adapters/worker/bundles-plugin.ts";
import { browserFlags, findBrowser } from "./scripts/run/browser.ts";
import { LongestFirst } from "./scripts/run/longest-first.ts";
import { slowness } from "./scripts/run/pace.ts";
import { inProject } from "./scripts/run/project.ts";

const chromium = findBrowser() ?? "chromium";

// Every wait is for a state, so a limit only ends what would never end. It is generous, and longer on a machine that is slow now.
const slow = Math.ceil(slowness()) * (process.env["LONG"] ? 30 : 1);
const limits = (seconds: number) => ({
  testTimeout: seconds * 1000 * slow,
  hookTimeout: seconds * 1000 * slow,
  expect: { poll: { timeout: 60_000 * slow } },
});

export default defineConfig({
  test: {
    teardownTimeout: 60_000 * slow,
    // Vitest's own choice leaves one processor idle, which is half of two.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "node",
          include: ["sandbox/**/*.test.ts", "src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
          // Dozens of processes of the same few programs are started: each is compiled once.
          env: { NODE_COMPILE_CACHE: inProject(".cache/compiled") },
          ...limits(120),
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.e2e.test.ts"],
          globalSetup: ["e2e/setup.ts"],
          ...limits(600),
        },
      },
      {
        test: {
          name: "browsers",
          include: ["e2e/browsers/**/*.browsers.test.ts"],
          globalSetup: ["e2e/browsers/setup.ts"],
          ...limits(600),
        },
      },
      {
        plugins: [labBundles(), labPrograms()],
        worker: { format: "es" },
        optimizeDeps: {
          include: ["inngest", "inngest/edge", "sucrase", "es-module-lexer", "zod", "idb", "@marcbachmann/cel-js", "@scure/base", "croner"],
          exclude: ["@electric-sql/pglite"],
        },
        test: {
          name: "browser",
          include: ["sandbox/**/*.browser.test.ts"],
          ...limits(120),
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" }],
            provider: playwright({ launchOptions: { executablePath: chromium, args: [...browserFlags] } }),
          },
        },
      },
    ],
  },
});
