import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { labPrograms } from "./sandbox/adapters/webcontainer/programs-plugin.ts";
import { labBundles } from "./sandbox/adapters/worker/bundles-plugin.ts";
import { browserFlags, findBrowser } from "./scripts/run/browser.ts";

const chromium = findBrowser() ?? "chromium";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          // A busy machine is slow, not wrong; nothing here waits for real time.
          testTimeout: 20_000,
          include: ["sandbox/**/*.test.ts", "src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.e2e.test.ts"],
          globalSetup: ["e2e/serve-site.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000, interval: 50 } },
          maxWorkers: 2,
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
          // Whole labs on a machine that may be busy: what fails here is wrong, not slow.
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          include: ["sandbox/**/*.browser.test.ts"],
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
